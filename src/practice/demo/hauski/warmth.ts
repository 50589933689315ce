const REST = { celsius: 46, watt: 60 };
const WORK = { celsius: 16, watt: 110 };
/** The fan stands still: the same work makes it far hotter. */
const HOT = { celsius: 46, watt: 225 };
/** Of its work, without the large model. */
const SAFE_MODE_SHARE = 0.4;

/** How warm the GPU is: it follows the share of the questions it really works on. */
export function warmthOf({ hot, refused, safeMode }: { hot: boolean; refused: number; safeMode: boolean }) {
  const share = (1 - refused) * (safeMode ? SAFE_MODE_SHARE : 1);
  const work = hot ? HOT : WORK;
  return {
    celsius: Math.round(REST.celsius + work.celsius * share),
    watt: Math.round(REST.watt + work.watt * share),
  };
}
