def trend(counts): return "up" if counts[-1] > counts[0] else "down"
