# Runs chef-client once "go" was read, and notes its exit code. Outlives the node host.
# sh wrapper.sh DIRECTORY CHEF-CLIENT [ARGUMENT]...
directory=$1
shift
exec >"$directory/output" 2>&1
# Caught, not ignored: an ignored signal would be inherited by chef-client.
trap : INT TERM HUP QUIT
note() {
  printf '%s\n' "$1" >"$directory/exit.new" && mv -f "$directory/exit.new" "$directory/exit"
}
if read -r word && [ "$word" = go ]; then
  "$@" </dev/null
  note $?
else
  note never
fi
