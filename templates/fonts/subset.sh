#!/bin/sh
# Makes the four faces of "Inter Report" from Inter (Debian package fonts-inter), and its licence text.
#   pip install fonttools brotli && apt-get install fonts-inter && sh templates/fonts/subset.sh
set -eu
from="${INTER:-/usr/share/fonts/opentype/inter}"
to="$(dirname "$0")"

# ASCII; Latin-1, Extended-A; comma-below letters; spacing accents; Greek; typographic punctuation; super- and subscripts;
# euro; letterlike (numero, ohm, estimated); thirds and eighths; arrows; maths operators; geometric marks; ticks; replacement
unicodes="U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02C7,U+02D8-02DD,U+0370-03FF,U+2000-206F,U+2070-209C"
unicodes="$unicodes,U+20AC,U+2116,U+2122,U+2126,U+212E,U+2153-215E,U+2190-2199,U+21A9,U+21AA,U+21D0-21D5,U+2200-22FF"
unicodes="$unicodes,U+25A0-25FF,U+2713,U+2717,U+FFFD"

# kerning and marks; lining figures of one width for tables; true super- and subscripts, fractions, slashed zero,
# capitals' punctuation; ss01..ss04 (open digits, disambiguation)
features="kern,mark,mkmk,ccmp,locl,calt,case,tnum,pnum,lnum,zero,frac,numr,dnom,sups,subs,ordn,ss01,ss02,ss03,ss04"

for face in Regular Italic SemiBold Bold; do
  pyftsubset "$from/Inter-$face.otf" --output-file="$to/Inter-$face.woff2" --flavor=woff2 --unicodes="$unicodes" \
    --layout-features="$features" --name-IDs='0,1,2,3,4,5,6,13,14,16,17' --no-hinting --desubroutinize
done

{
  echo "Copyright 2016-2022 The Inter Project Authors (https://github.com/rsms/inter)"
  echo
  echo "This Font Software is licensed under the SIL Open Font License, Version 1.1."
  echo "The four files Inter-*.woff2 are subsets of it, made by subset.sh."
  echo
  echo "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007"
  echo
  # the licence paragraph of the package's copyright file, without its indent; a lone full stop stands for an empty line
  awk '/^License: OFL-1.1$/ {on = 1; next} /^[^ ]/ || /^$/ {on = 0} on' /usr/share/doc/fonts-inter/copyright \
    | sed -e 's/^ //' -e 's/^\.$//'
} > "$to/LICENSE-Inter.txt"
