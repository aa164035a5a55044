# Runs chef-client once "go" was read, and notes its exit code. Outlives the node host.
# Reads lines: the run's directory; "env NAME=VALUE" and "arg VALUE", chef-client the first arg; go.
# Caught, not ignored: an ignored signal would be inherited by chef-client.
trap : INT TERM HUP QUIT
IFS= read -r directory || exit 0
exec >"$directory/output" 2>&1
note() {
  printf '%s\n' "$1" >"$directory/exit.new" && mv -f "$directory/exit.new" "$directory/exit"
}
while IFS= read -r line; do
  case "$line" in
    env\ *) export "${line#env }" ;;
    arg\ *) set -- "$@" "${line#arg }" ;;
    go)
      "$@" </dev/null
      note "$?"
      exit 0
      ;;
  esac
done
note never
