#!/usr/bin/env bash
# no paths of one machine, no package hosts, nothing left for later
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# Written so that no pattern matches itself.
patterns=(
  '[T]ODO|[F]IXME|[X]XX|[H]ACK:do it, or open an issue'
  '(^|[^[:alnum:]_./$}>-])/([w]ork|[t]mp|[h]ome|[r]oot|[o]pt|[m]nt)/:a path of one machine'
  '\.\./[s]hared/:a path outside the project'
  '[d]eb\.debian|[s]napshot\.debian|[p]ypi\.org|[f]iles\.pythonhosted|[r]egistry\.npmjs|[c]rates\.io|[p]roxy\.golang:the host of a package registry'
)
mapfile -d '' files < <(project_files)
for entry in "${patterns[@]}"; do
  printf '%s\0' "${files[@]}" | { grep -zvE '^(models/|LICENSE$)' || true; } |
    { xargs -0 -r grep -InE -- "${entry%:*}" /dev/null || true; } |
    sed -E "s|^([^:]*:[0-9]+):.*|\1: ${entry##*:}|"
done | report
