#!/bin/sh
# As node's official image decides: a word that is an option, no program, or a file that cannot be executed is for node.
set -e
case $1 in -*) node=1 ;; esac
command -v "$1" > /dev/null || node=1
if [ -f "$1" ] && [ ! -x "$1" ]; then node=1; fi
[ -z "$node" ] || set -- node "$@"
exec "$@"
