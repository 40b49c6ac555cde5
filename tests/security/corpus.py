"""Texts by which an attacker would try to get from a name into a document, a style, a script, a terminal or a cell.

What runs would set `window.pwned` or ask for `BEACON`, where a test listens. `{}` stands for a number, so that the same
payload can name many things.
"""

from __future__ import annotations

HOST = "127.0.0.1"
PORT_MARK = "PORT"
BEACON = f"http://{HOST}:{PORT_MARK}/x"

MARKUP = (
    "<script>window.pwned=1</script>",
    f"<script src={BEACON}></script>",
    f"<ScRiPt>fetch('{BEACON}')</sCrIpT>",
    "<script>window.pwned=1//",
    "<<script>window.pwned=1;//<</script>",
    "</script><script>window.pwned=1</script>",
    f"<img src={BEACON} onerror=window.pwned=1>",
    "<img src=x onerror='window.pwned=1'>",
    "<IMG SRC=javascript:window.pwned=1>",
    f"<svg onload=window.pwned=1><image href='{BEACON}'/></svg>",
    "<svg><script>window.pwned=1</script></svg>",
    f"<svg><use href='{BEACON}#a'/></svg>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "<svg><foreignObject><body onload=window.pwned=1></foreignObject></svg>",
    "</text></svg><script>window.pwned=1</script>",
    "</desc></title></svg><img src=x onerror=window.pwned=1>",
    "<body onload=window.pwned=1>",
    f"<iframe src={BEACON}></iframe>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<object data='data:text/html,<script>parent.pwned=1</script>'></object>",
    f"<embed src={BEACON}>",
    f"<link rel=stylesheet href={BEACON}>",
    f"<link rel=prefetch href={BEACON}>",
    f"<meta http-equiv=refresh content='0;url={BEACON}'>",
    f"<base href={BEACON}>",
    f"<form action={BEACON}><input autofocus onfocus=window.pwned=1></form>",
    "<details open ontoggle=window.pwned=1>",
    "<video><source onerror=window.pwned=1></video>",
    "<math><mtext></p><img src=x onerror=window.pwned=1></mtext></math>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<p style=animation-name:x onanimationstart=window.pwned=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
    "<template><img src=x onerror=window.pwned=1></template>",
    "</title><script>window.pwned=1</script>",
    "<plaintext>",
    "<xmp><textarea>",
    "<!-- -->-->--!><script>window.pwned=1</script><!--",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    "]]><script>window.pwned=1</script>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#60;b&#62; &amp;lt;",
)
"""Elements, comments and entities."""

BREAKOUTS = (
    '"><script>window.pwned=1</script>',
    "'><script>window.pwned=1</script>",
    '" onmouseover="window.pwned=1',
    "' onfocus='window.pwned=1' autofocus '",
    "` onerror=`window.pwned=1`",
    '" autofocus onfocus=window.pwned=1 x="',
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    BEACON,
    "file:///etc/passwd",
    '\\"><script>window.pwned=1</script>',
    "\\",
)
"""Out of an attribute; addresses."""

STYLES = (
    "</style><script>window.pwned=1</script>",
    f'"; }} body {{ background: url({BEACON}) }} a {{ content: "',
    f"url({BEACON})",
    "url(file:///etc/passwd)",
    f"@import '{BEACON}';",
    "expression(window.pwned=1)",
    "\\22 \\3c/style\\3e ",
    "*/ } * { display: none } /*",
    "{x} } html { color: red",
)
"""Out of a style sheet."""

TEMPLATES = (
    "{{7*7}}",
    "{% raw %}",
    "{{ self.__init__.__globals__ }}",
    "{# x #}",
    "${7*7}",
    "%s%n%(x)s{0}",
    "[/bold][red]x",
)
"""Template, format and console markup."""

ODD = (
    "a\u2028window.pwned=1\u2029b",
    "evil\u202egnp.exe",
    "\u2066isolate\u2069",
    "zero\u200bwidth\ufeff\u200d",
    "esc\x1b[2J\x1b]0;owned\x07\x9b31m",
    "bell\x07\x08\x08\x7f",
    "e\u0301\u0335\u0489 \u0f3a \ud7ff \ufdfd",
    "\U0001f9ec gene \U0001f468\u200d\U0001f52c",
    "\u4e2d\u6587 \u05d0\u05d1 \u0627\u0644",
    "\uff1cscript\uff1ewindow.pwned=1\uff1c/script\uff1e",
    "<" * 3000,
    "A" * 3000 + "<script>window.pwned=1</script>",
    "../../etc/passwd",
    "CON",
)
"""Separators, directions, control characters, letters of many scripts, length, paths."""

FORMULAS = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    f'=HYPERLINK("{BEACON}","x")',
    "  =1+2",
    "'=1+3",
    '"=1+4',
    "\uff1d1+5",
    "a;=1+6",
)
"""What a spreadsheet would compute."""

PAYLOADS = (*MARKUP, *BREAKOUTS, *STYLES, *TEMPLATES, *ODD, *FORMULAS)


def payloads(port: int = 9) -> tuple[str, ...]:
    """Return every payload, asking for this port."""
    return tuple(payload.replace(PORT_MARK, str(port)) for payload in PAYLOADS)
