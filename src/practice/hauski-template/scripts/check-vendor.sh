#!/usr/bin/env bash
# Every crate of Cargo.lock lies in vendor/, and nothing else does. Versions may be older: a refresh is an upgrade of its own.
set -euo pipefail
names=()
while read -r key _ value; do
  if [ "$key" = name ]; then names+=("${value//\"/}"); fi
done < Cargo.lock
for name in "${names[@]}"; do
  [ -f "vendor/$name/VERSION" ] || { echo "vendor/$name is missing" >&2; exit 1; }
done
for folder in vendor/*/; do
  name="${folder#vendor/}"
  case " ${names[*]} " in *" ${name%/} "*) ;; *) echo "vendor/$name is not in Cargo.lock" >&2; exit 1 ;; esac
done
echo "${#names[@]} crates, vendor/ is consistent"
