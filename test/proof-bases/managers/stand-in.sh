# Shared by the stand-ins: takes the command line apart into $verb, $names and $flags, fetches, and installs what says its name.
set -e
verb='' names='' flags=' '
for word; do
  case $word in
    -*) flags="$flags$word " ;;
    *) if [ -z "$verb" ]; then verb=$word; else names="$names $word"; fi ;;
  esac
done
manager=${0##*/}
has() { case $flags in *" $1 "*) return 0 ;; esac; return 1; }
# fetch FILE BYTES
fetch() { mkdir -p "${1%/*}"; head -c "$2" /dev/zero > "$1"; }
# put FOLDER: one program for each of $names
put() {
  mkdir -p "$1"
  for name in $names; do
    name=${name%%[=:]*}
    printf '#!/bin/sh\necho "%s, installed by %s"\n' "$name" "$manager" > "$1/$name"
    chmod 755 "$1/$name"
  done
}
