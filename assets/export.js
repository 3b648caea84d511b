/* The exports of a figure that the browser makes: its data as a table, its picture as SVG or PNG. */
(function () {
  "use strict";
  const NOTE = "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。";
  const MOST_ROWS = 2000; // what a reader scrolls through; the files hold all
  const LARGEST_SIDE = 16000; // px that a browser's canvas can take
  const COLUMNS = [
    ["indicator_name", "指标"], ["area_name", "地区"], ["area", "代码"], ["period", "时期"], ["breakdown", "人群"], ["value", "数值", "num"],
    ["unit", "单位"], ["numerator", "分子", "num"], ["denominator", "分母", "num"], ["lower", "下限", "num"], ["upper", "上限", "num"],
    ["status", "状态"], ["mark", "标记"], ["quality", "存疑（规则）"], ["source", "来源"], ["cut_off", "数据截止"],
  ];
  const STATUS = { final: "最终", preliminary: "初步", estimated: "推算", missing: "无数据", not_applicable: "不适用", suppressed: "已抑制", withheld: "存疑，未显示" };
  const BREAKDOWNS = { all: "合计", male: "男", female: "女", urban: "城市", rural: "农村", east: "东部", central: "中部", west: "西部", northeast: "东北" };

  const element = (tag, attributes, ...children) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...children);
    return made;
  };
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };

  function save(blob, name) {
    const address = URL.createObjectURL(blob);
    const link = element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  async function raster({ svg, width, height }) {
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      const scale = Math.min(2, LARGEST_SIDE / Math.max(width, height));
      const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done, failed) => {
        canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("图片过大"))), "image/png");
      });
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  const frameOf = (row) => document.querySelector(`[data-figure="${CSS.escape(row.dataset.for)}"]`) || document.getElementById(row.dataset.for) || row.closest(".hc-figure");
  const nameOf = (row, frame, ending) => {
    const version = (frame.textContent.match(/数据版本[：\s]*([\d.]+\d)/) || [])[1];
    return [row.dataset.name, version].filter(Boolean).join("_").replace(/[\\/:*?"<>|\s　]+/g, "_") + "." + ending;
  };

  /* What the page says for all its figures (indicator, area, period), where the figure itself does not say it. */
  function contextOf(frame) {
    const head = document.querySelector("h1");
    const page = document.querySelector(".hc-nav [aria-current]");
    if (!head || (page && page.textContent === head.textContent)) return "";
    const own = frame.querySelector("header") ? frame.querySelector("header").textContent : "";
    if (own.includes(head.textContent)) return "";
    const what = head.parentElement.querySelector(".hc-what");
    return [head.textContent, what ? what.textContent.replace(/　*单位：[^　]*/, "") : ""].filter(Boolean).join("　");
  }

  async function take(row, ending) {
    const frame = frameOf(row);
    if (!frame) throw new Error("找不到要导出的图");
    const version = (document.querySelector(".hc-who") || {}).textContent || "";
    const told = frame.textContent.includes("数据版本") ? "" : version;
    const issued = await window.cockpitPicture.codeOf(frame, ending);
    const foot = [["健康中国数据驾驶舱", told, "导出日期 " + today(), NOTE].filter(Boolean).join("　"), window.cockpitPicture.wordsOf(issued)];
    const picture = await window.cockpitPicture.compose(frame, foot, contextOf(frame), issued);
    const blob = ending === "png" ? await raster(picture) : new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', picture.svg], { type: "image/svg+xml" });
    save(blob, nameOf(row, frame, ending));
  }

  /* ---- the data as a table ---- */

  const words = (row, key) => {
    const value = row[key];
    if (value === null || value === undefined || value === "") return key === "value" ? { not_applicable: "-", suppressed: "×" }[row.status] || "…" : "";
    if (key === "status") return STATUS[value] || value;
    if (key === "breakdown") return BREAKDOWNS[value] || value;
    if (typeof value === "number") return value.toLocaleString("en-US", { maximumFractionDigits: 4 }).replace("-", "−");
    return String(value);
  };

  /* The number of a row as the link to its passport: what a chart offers to the mouse, the table offers to everyone. */
  function passport(row) {
    const said = { indicator: row.indicator, area: row.area, period: row.period, breakdown: row.breakdown, v: row.data_version };
    return element("a", { className: "hc-number", href: "/passport?" + new URLSearchParams(said), title: "数值溯源" }, words(row, "value"));
  }

  function table(rows, title) {
    const told = COLUMNS.filter(([key]) => key === "value" || rows.some((r) => (r[key] ?? "") !== ""))
      .filter(([key]) => key !== "breakdown" || rows.some((r) => r.breakdown !== "all"));
    const heads = told.map(([, label, kind]) => element("th", { scope: "col", className: kind || "", textContent: label }));
    const lines = rows.map((row) => element("tr", {}, ...told.map(([key, , kind]) => element("td", { className: kind || "" }, key === "value" ? passport(row) : words(row, key)))));
    const caption = element("caption", { className: "hc-quiet", textContent: title });
    return element("table", { className: "hc-table" }, caption, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
  }

  async function show(row) {
    const answer = await fetch(row.dataset.rows + "&limit=" + MOST_ROWS);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail || "未能读取数据");
    const close = element("button", { type: "button", textContent: "关闭" });
    const dialog = element("dialog", { className: "hc-rows" },
      element("header", {}, element("h2", { textContent: body.title }), element("span", { className: "quiet", textContent: "数据版本 " + body.data_version }), close),
      element("div", { className: "hc-rows-body", tabIndex: 0 }, table(body.observations, body.title)),
      element("p", { textContent: (body.count > body.observations.length ? `共${body.count}行，此处为前${body.observations.length}行；全部数据请取CSV或XLSX。` : `共${body.count}行。`) + (body.demonstration ? "含演示数据，不得引用。" : "") + body.note }));
    dialog.setAttribute("aria-label", body.title);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-export]");
    if (!button || button.getAttribute("aria-busy") === "true") return;
    const row = button.closest(".hc-out");
    button.setAttribute("aria-busy", "true");
    try {
      if (button.dataset.export === "table") await show(row);
      else await take(row, button.dataset.export);
      row.dataset.done = button.dataset.export;
    } catch (error) {
      window.alert(`${button.textContent}未能生成：${error.message}`);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
})();
