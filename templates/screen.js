// Marks, in the list of sections, the one that is being read. Without it the page loses nothing else.
(() => {
  const links = [...document.querySelectorAll("nav.sections a")];
  const parts = links.map((link) => document.querySelector(link.getAttribute("href")));
  if (!links.length) return;
  let last = -1;
  const mark = () => {
    // the last section whose head has passed the upper third of the window; at the very end, the last one
    const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    let now = end && scrollY > 0 ? parts.length - 1 : 0;
    if (!end) parts.forEach((part, i) => { if (part && part.getBoundingClientRect().top < innerHeight / 3) now = i; });
    if (now === last) return;
    links.forEach((link, i) => i === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    const strip = links[now].closest("nav");
    if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = links[now].offsetLeft - strip.clientWidth / 3;
    last = now;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  requestAnimationFrame(mark); // when the page is laid out anyway
})();
