/* The picture of one figure without its title and source line (the slide has them), as SVG and as PNG of twice the size;
   `width` is what the figure is laid out in. Evaluated in the page with {id, svg}: `svg` alone is only made a PNG. */
async ({ id, svg }) => {
  async function raster(text, width, height, scale) {
    const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/png").split(",")[1];
    } finally {
      URL.revokeObjectURL(address);
    }
  }
  if (svg) return { svg, width: 400, height: 400, png: await raster(svg, 400, 400, 1) };
  const bare = document.createElement("style");
  bare.textContent = ".hc-exporting > header, .hc-exporting .hc-source:not(:has(.hc-credit)), .hc-exporting .hc-control, .hc-exporting select, .hc-exporting .hc-out, .hc-exporting a[href^='/map'] { display: none !important } .hc-exporting { border-top: 0 !important }";
  document.head.append(bare);
  try {
    const frame = document.querySelector(`[data-figure="${CSS.escape(id)}"]`);
    const made = await window.cockpitPicture.compose(frame, [], "");
    return { ...made, png: await raster(made.svg, made.width, made.height, 2) };
  } finally {
    bare.remove();
  }
}
