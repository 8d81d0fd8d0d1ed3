#!/bin/sh
# SPDX-License-Identifier: MIT
# Drives a whole study through --json and exit codes alone: starts it, waits in pieces, steers, takes the result.
# Usage: drive.sh STUDY METRIC TRIALS PROGRAM ARGUMENT ...      as in: drive.sh k1 val_acc 30 python train.py '{lr:log(1e-4,1)}'
set -u
study=$1 metric=$2 trials=$3
shift 3
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

kilter run --detach --json --name "$study" --trials "$trials" --jobs 1 --maximize "$metric" -- "$@" || exit
revision=0
while :; do
  answer=$(kilter wait "$study" --json --timeout "${PIECE:-5m}" --until improved --after "$revision")
  case $? in
    0) ;;                                                   # improved, or finished
    7) continue ;;                                          # still running
    1) kilter run --detach --json --name "$study" && continue || exit ;;  # nobody works on it: go on with it
    *) kilter trial log "$study" 0 >&2; exit 3 ;;           # finished, and nothing succeeded
  esac
  revision=$(printf '%s' "$answer" | field revision)
  case $(printf '%s' "$answer" | field reason) in
    improved)
      echo "better: $(printf '%s' "$answer" | field value), revision $revision" >&2
      kilter set "$study" --jobs 2 --json >&2 ;;            # it is worth the other core
    finished) break ;;
  esac
done
kilter replay "$study" --all --json >/dev/null || echo "some proposals are not proved" >&2
kilter best "$study" --json
