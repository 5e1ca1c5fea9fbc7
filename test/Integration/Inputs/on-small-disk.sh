#!/usr/bin/env bash
# on-small-disk.sh FOLDER COMMAND..: runs the command with a disk of 16 kB at
# FOLDER, and says how it ended and how much is left there.
set -euo pipefail
folder=$1 status=0
shift
mount -t tmpfs -o size=16k none "$folder"
"$@" || status=$?
echo "exit status $status, $(ls -A "$folder" | wc -l) files left"
