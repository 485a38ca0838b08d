# Installs Debian's chromium for the browser tests where none is installed and this user may; else says why not.
# It never fails: without a browser those tests are skipped, and say so.
for name in chromium chromium-browser google-chrome; do
  ! command -v "$name" >/dev/null || exit 0
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "no chromium, and no right to install it: the browser tests will be skipped" >&2
elif ! { DEBIAN_FRONTEND=noninteractive timeout 600 sh -c 'apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium' >/dev/null 2>&1; }; then
  echo "apt-get could not install chromium: the browser tests will be skipped" >&2
fi
