#!/usr/bin/env bash
# run-page.sh PAGE SOURCE BUILD SCRATCH: executes the ```console blocks of a page
# and compares what they print.
#
# A line that begins with `$ ` is a command (`\` at its end continues it), the
# lines below it are what it prints on both streams; `...` stands for any text,
# alone on a line for any lines. All blocks of a page run in one scratch folder
# that looks like a built checkout; what they write stays there.
set -euo pipefail
page=$1 source=$2 build=$3 scratch=$4
rm -rf -- "$scratch"
mkdir -p -- "$scratch"
for entry in "$source"/*; do
  case "$entry" in */build* | */out) continue ;; esac
  ln -s -- "$entry" "$scratch/"
done
ln -s -- "$build" "$scratch/build"
cd -- "$scratch"

status=0 ran=0 first=0 command='' expected=''

# Runs the command that has been collected and compares.
finish() {
  [ -n "$command" ] || return 0
  local actual code=0 pattern=$expected
  actual=$(bash -c "$command" 2>&1 </dev/null) || code=$?
  # Everything but `...` is meant literally.
  pattern=$(printf '%s' "$pattern" | sed 's/[][\\*?]/\\&/g; s/\.\.\./*/g')
  # shellcheck disable=SC2053 # a pattern it is
  if [[ $actual != $pattern ]]; then
    printf '%s:%d: `%s` prints (status %d)\n%s\n--- instead of\n%s\n' \
      "$page" "$first" "$command" "$code" "$actual" "$expected"
    status=1
  fi
  ran=$((ran + 1)) command='' expected=''
}

inside='' continued='' number=0
while IFS= read -r line || [ -n "$line" ]; do
  number=$((number + 1))
  if [ -z "$inside" ]; then
    [ "$line" != '```console' ] || inside=1
  elif [ "$line" = '```' ]; then
    finish
    inside=''
  elif [ -n "$continued" ] || [ "${line:0:2}" = '$ ' ]; then
    if [ -z "$continued" ]; then
      finish
      first=$number line=${line:2}
    fi
    command+=${command:+$'\n'}$line
    continued=''
    [ "${line: -1}" != \\ ] || continued=1
  else
    expected+=${expected:+$'\n'}$line
  fi
done <"$page"

if [ -n "$inside" ] || [ "$ran" -eq 0 ]; then
  echo "$page: no complete \`\`\`console block"
  status=1
fi
echo "$(basename -- "$page"): $ran commands"
exit $status
