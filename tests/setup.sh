# Installs from Debian what some tests need, where it is absent and this user may: chromium for those in a browser, and
# LaTeX for the table (77 MB to fetch, 219 MB on disk). It never fails: without them those tests are skipped, and say so.
lists=

# install WHAT PACKAGE...: says what will be skipped where it cannot.
install() {
  what=$1
  shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "no $1, and no right to install it: $what will be skipped" >&2
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  [ -n "$lists" ] || { timeout 120 apt-get update -qq >/dev/null 2>&1 && lists=fresh || lists=none; }
  # Without fresh lists there is no mirror to ask, and asking takes minutes.
  [ $lists = fresh ] && timeout 300 apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1 ||
    echo "apt-get could not install $1: $what will be skipped" >&2
}

command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
  install "the browser tests" chromium
kpsewhich booktabs.sty ulem.sty >/dev/null 2>&1 && command -v pdflatex >/dev/null ||
  install "the test of the LaTeX table" texlive-latex-base texlive-latex-recommended texlive-plain-generic
:
