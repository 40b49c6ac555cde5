// Has the page's own letters read before anything is laid out: in their absence all of it would be laid out twice.
for (const face of document.fonts) face.load();
