/* Plays pictures on a wall: a list of addresses with seconds each, or one layout that stays up to date.
 *
 * Two frames of this same site lie over each other. The lower one loads the next picture while the upper one is seen;
 * when everything in it is drawn, the upper one fades and the two change places. A picture that cannot be drawn never
 * comes to the top: the last good one stays, and the mark at the upper right says since when it is old. */
(function () {
  "use strict";
  const PACE = window.hcWallPace || {}; // tests play faster
  const HEALTH = PACE.health || 15_000; // ms between questions after the server's health
  const LIST = PACE.list || 60_000; // between questions after the list itself
  const DRAWN_WITHIN = 90_000; // for one picture
  const AHEAD = 15_000; // the next picture is begun so long before its turn
  const LAYOUT_SECONDS = 300; // a single layout is drawn anew so often: what people say of findings changes too
  const RENEW = 200; // pictures after which a frame is loaded from the ground up
  const SLOWEST_FRAME = 200; // ms; after a fade that was slower than this ...
  const RESTS = 20; // ... so many pictures change at once, then a fade is tried again
  const QUIET = [3, 4]; // hours in which the day's new start falls
  const ENLARGED = 1.92; // an ordinary page: its tables' 13 px are 25 units, a 16:9 wall is laid out 1000 px wide
  const LEAST_READ = PACE.read || 8; // s for a screen of an ordinary page
  const STANDING = "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。";
  const framed = () => { try { return Boolean(window.frameElement && window.frameElement.classList.contains("hc-wall-frame")); } catch { return false; } };
  if (framed()) return;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const element = (name, look, words) => Object.assign(document.createElement(name), { className: look, textContent: words || "" });
  const composed = (address) => new URL(address, location.origin).pathname.replace(/\/$/, "") === "/wall";

  class Player {
    constructor(root) {
      this.list = root.dataset.playlist || null;
      this.entries = this.list ? JSON.parse(root.dataset.entries)
        : [{ address: location.pathname + location.search, seconds: LAYOUT_SECONDS }];
      this.name = root.dataset.name || "";
      this.version = root.dataset.version || null;
      this.at = this.list ? -1 : 0;
      this.slots = [];
      this.shown = null; // the slot on top; null: the page itself
      this.changes = 0;
      this.paused = false;
      this.stale = null; // since when, a Date
      this.good = new Date();
      this.skipped = new Map(); // address: why
      this.over = false;
      this.rest = 0; // pictures that still change at once
      this.faded = null; // how the last change went: of `fade`
      this.stage = element("div", "hc-wall-stage");
      document.body.append(this.stage);
      this.strip = this.makeStrip();
      this.working = Promise.resolve();
      this.wake = null;
      this.watch();
      this.play();
    }

    /* ---- what is shown ---- */

    /* One thing after the other: a key pressed twice must not load two pictures into one frame. */
    exclusively(act) { return (this.working = this.working.then(act, act)); }

    show(at) { return this.exclusively(() => this.change(at)); }

    /* Shows entry `at`; true when it stands. Whatever goes wrong, the last good picture stays. */
    async change(at) {
      const entry = this.entries[at];
      if (!entry || this.over) return false;
      try {
        const slot = await this.prepared(entry);
        if (this.due) await this.due();
        await this.swap(slot);
        this.at = at;
        this.good = new Date();
        this.skipped.delete(entry.address);
        this.changes += 1;
        this.tell();
        this.lead();
        return true;
      } catch (failure) {
        if (this.over) return false;
        if (await this.healthy()) this.skipped.set(entry.address, failure.message);
        this.tell();
        return false;
      }
    }

    async prepared(entry) {
      let slot = this.slots.find((s) => s !== this.shown);
      if (!slot) {
        slot = this.makeSlot();
        this.slots.push(slot);
      }
      await this.open(slot, entry.address);
      return slot;
    }

    makeSlot() {
      const slot = element("div", "hc-wall-slot");
      slot.bar = element("div", "hc-wall-page-bar");
      slot.bar.dataset.bsTheme = "dark";
      slot.words = element("span", "hc-wall-page-name");
      slot.mark = element("span", "hc-wall-page-mark");
      const now = element("span", "hc-wall-now");
      now.append(element("span", "hc-wall-state hc-lamp good", "数据正常"), element("time", "hc-wall-clock"));
      slot.bar.append(slot.words, slot.mark, now);
      slot.view = element("iframe", "hc-wall-frame");
      slot.view.tabIndex = -1;
      slot.view.title = "大屏画面";
      slot.foot = element("div", "hc-wall-page-foot");
      slot.foot.dataset.bsTheme = "dark";
      slot.append(slot.bar, slot.view, slot.foot);
      slot.screens = [];
      this.stage.append(slot);
      return slot;
    }

    /* Loads an address into a slot and waits until all of it is drawn. Throws with a reason. */
    async open(slot, address) {
      this.shape(slot, address);
      slot.turn = 1 - (slot.turn || 0);
      const url = new URL(address, location.origin);
      url.searchParams.set("turn", String(slot.turn)); // another address than this frame's last: it is asked for again
      slot.pictures = (slot.pictures || 0) + 1;
      if (slot.pictures % RENEW === 0) slot.booted = false;
      const inside = slot.booted && slot.view.contentWindow;
      if (inside && inside.hcPicture) {
        inside.hcPicture.go(url.pathname + url.search);
      } else {
        slot.booted = false;
        const loaded = new Promise((resolve) => slot.view.addEventListener("load", resolve, { once: true }));
        slot.view.contentWindow.location.replace(url.pathname + url.search); // an src would stay in the history
        await Promise.race([loaded, pause(DRAWN_WITHIN)]);
      }
      await this.drawn(slot);
      slot.booted = true;
      slot.address = address;
      slot.screens = [];
      if (slot.classList.contains("ordinary")) this.cutUp(slot);
    }

    async drawn(slot) {
      const end = performance.now() + DRAWN_WITHIN;
      for (;;) {
        if (this.over) throw new Error("结束");
        const inside = slot.view.contentWindow;
        let state = "waiting";
        try { state = inside && inside.hcPicture ? inside.hcPicture.state() : "waiting"; } catch { state = "服务器没有回答"; }
        if (state === "drawn") break;
        if (state !== "waiting") { slot.booted = false; throw new Error(state); }
        if (performance.now() > end) { slot.booted = false; throw new Error("未能按时画完"); }
        await pause(50);
      }
      await slot.view.contentDocument.fonts.ready;
      await frame(); await frame();
    }

    /* Composed pictures fill the window; an ordinary page is enlarged between a bar and a foot. */
    shape(slot, address) {
      const whole = composed(address);
      slot.classList.toggle("ordinary", !whole);
      const { style } = slot.view;
      if (whole) { style.cssText = ""; return; }
      const factor = ENLARGED * window.innerHeight / 1080;
      const [bar, foot] = [slot.bar.offsetHeight, slot.foot.offsetHeight];
      style.width = `${window.innerWidth / factor}px`;
      style.height = `${(window.innerHeight - bar - foot) / factor}px`;
      style.top = `${bar}px`;
      style.transform = `scale(${factor})`;
      style.clipPath = "";
    }

    /* The screens of an ordinary page, and at its edges what must always be seen of it. */
    cutUp(slot) {
      const inside = slot.view.contentWindow.hcWallPage;
      slot.screens = inside.screens(parseFloat(slot.view.style.height));
      const { title, demonstration, sources, cutOff, credit, version } = inside.facts();
      slot.words.replaceChildren(element("b", "", title), ...(demonstration ? [element("span", "hc-demo", "演示数据")] : []),
        element("span", "", cutOff && `数据截止 ${cutOff}`));
      const from = element("span", "");
      slot.foot.replaceChildren(from, element("span", "", [credit, STANDING].filter(Boolean).join("　")));
      for (let many = sources.length; many >= 0; many -= 1) { // as many as fit: no name is cut in its middle
        const named = sources.slice(0, many).join("；") + (many < sources.length ? "等" : "");
        from.textContent = [sources.length && `来源：${named}`, version && `版本 ${version}`].filter(Boolean).join("　");
        if (from.scrollWidth <= from.clientWidth) break;
      }
      this.turnTo(slot, 0);
    }

    /* Shows one screen of an ordinary page; below its end, where the next begins, it stays empty. */
    turnTo(slot, at) {
      const { top, bottom } = slot.screens[at] || { top: 0, bottom: 0 };
      slot.at = at;
      slot.view.contentWindow.hcWallPage.turn(top);
      slot.view.style.clipPath = `inset(0 0 ${Math.max(parseFloat(slot.view.style.height) - (bottom - top), 0)}px 0)`;
      const many = slot.screens.length;
      slot.mark.textContent = many > 1 ? `${at + 1}/${many}` : "";
    }

    /* Leads through the screens of the page on top within its seconds; as many as can be read in them. */
    lead() {
      clearInterval(this.leading);
      const slot = this.shown;
      const many = slot ? Math.min(slot.screens.length, Math.max(Math.floor(this.seconds() / LEAST_READ), 1)) : 0;
      if (many < 2) return;
      this.leading = setInterval(() => {
        if (this.over || this.shown !== slot || slot.at >= many - 1) clearInterval(this.leading);
        else if (!this.paused && !this.stale) this.turnTo(slot, slot.at + 1);
      }, this.seconds() * 1000 / many);
    }

    /* The upper slot fades over the lower one, which is whole already: nothing shines through. */
    async swap(slot) {
      const before = this.shown;
      if (before === slot) return;
      slot.classList.add("lower");
      await frame();
      this.faded = null;
      if (this.rest) this.rest -= 1;
      else if (!still()) {
        // the page itself lies below everything: the first slot comes in instead
        this.faded = await (before ? this.fade(before, "leaving") : this.fade(slot, "coming"));
        if (before && this.faded.longest > SLOWEST_FRAME) this.rest = RESTS; // a fade that stutters is worse than none
      }
      this.slots.forEach((s) => s.classList.remove("upper", "lower", "leaving", "coming"));
      slot.classList.add("upper");
      if (before) before.classList.add("lower");
      this.shown = slot;
      document.body.classList.add("hc-wall-playing");
    }

    /* Fades a slot and answers when (ms of performance.now), in how many frames, and the longest time between two. The
       fade begins when the browser has painted what lies beneath: until then the picture stands still. */
    async fade(slot, look) {
      const told = { from: null, to: null, frames: 0, longest: 0 };
      let last = 0;
      const count = () => {
        const now = performance.now();
        told.frames += 1;
        told.longest = Math.max(told.longest, now - last);
        last = now;
        if (told.to === null) requestAnimationFrame(count);
      };
      const begin = () => { told.from = last = performance.now(); requestAnimationFrame(count); };
      slot.addEventListener("transitionstart", begin, { once: true });
      const ended = new Promise((resolve) => slot.addEventListener("transitionend", resolve, { once: true }));
      slot.classList.add(look);
      await Promise.race([ended, pause(5_000)]);
      told.to = performance.now();
      slot.removeEventListener("transitionstart", begin);
      return told;
    }

    /* ---- when ---- */

    async play() {
      if (this.list) await this.forward(1);
      let due = performance.now() + this.seconds() * 1000;
      while (!this.over) {
        const wait = Math.max(due - AHEAD - performance.now(), 0);
        const why = await this.sleep(this.paused || this.stale ? null : wait);
        if (this.over) return;
        if (why === "settle") { due = performance.now() + this.seconds() * 1000; continue; }
        if (this.paused || this.stale) continue;
        this.due = async () => { await this.sleep(Math.max(due - performance.now(), 0), true); };
        await this.forward(1);
        this.due = null;
        due = performance.now() + this.seconds() * 1000;
      }
    }

    /* The next entry that can be shown, one round at most. */
    async forward(step) {
      const count = this.entries.length;
      for (let n = 1; n <= count; n += 1) {
        const at = (((this.at + step * n) % count) + count) % count;
        if (await this.show(at)) return true;
        if (this.over || this.stale) return false;
      }
      if (!this.stale) this.outdated();
      return false;
    }

    seconds() { return (this.entries[this.at] || this.entries[0]).seconds; }

    /* Sleeps `ms` (null: until woken); answers why it woke. */
    sleep(ms, quietly) {
      return new Promise((resolve) => {
        const timer = ms === null ? 0 : setTimeout(() => resolve("time"), ms);
        const wake = (why) => { clearTimeout(timer); resolve(why); };
        if (quietly) this.hurry = wake; else this.wake = wake;
      });
    }

    settle() { if (this.wake) this.wake("settle"); }

    async step(by) {
      if (this.hurry) this.hurry("key");
      await this.forward(by);
      this.settle();
    }

    /* By key: the next screen of an ordinary page, after the last one the next picture. */
    async turn(by) {
      const slot = this.shown;
      if (!slot || !slot.screens[slot.at + by]) { await this.step(by); return; }
      this.turnTo(slot, slot.at + by);
      this.lead();
      this.settle();
    }

    setPaused(paused) {
      this.paused = paused;
      this.tell();
      this.settle();
    }

    /* ---- the server and its data ---- */

    async healthy() {
      for (const patience of [0, 2_000]) {
        await pause(patience);
        try {
          const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
          const told = await answer.json();
          if (answer.ok && told.status === "ok") { this.newest = told.data_version; return true; }
        } catch { /* asked once more */ }
      }
      this.outdated();
      return false;
    }

    outdated() {
      if (!this.stale) this.stale = this.good;
      this.tell();
    }

    /* Asks after the server for ever; a new version, or the server back, draws the picture anew. */
    async watch() {
      let listed = performance.now();
      while (!this.over) {
        await pause(this.stale ? HEALTH / 3 : HEALTH);
        if (this.over) return;
        const was = this.stale;
        if (!await this.healthy()) continue;
        if (!was) this.good = new Date();
        const anew = this.version !== null && this.newest !== this.version;
        if (was || anew || this.version === null) await this.renew(was || anew);
        if (this.list && performance.now() - listed > LIST) { listed = performance.now(); await this.readList(); }
        await this.startAnew();
      }
    }

    async renew(draw) {
      if (draw) {
        const was = this.stale;
        this.stale = null;
        const found = this.at >= 0 ? await this.show(this.at) || await this.forward(1) : await this.forward(1);
        if (!found) { this.stale = was || this.stale || this.good; this.tell(); return; }
        this.settle();
      }
      this.version = this.newest;
      this.tell();
    }

    async readList() {
      try {
        const answer = await fetch("/api/v1/playlists", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
        const { playlists } = await answer.json();
        const found = playlists.find((p) => p.playlist === this.list);
        if (!found || JSON.stringify(found.entries) === JSON.stringify(this.entries)) return;
        this.entries = found.entries;
        this.at = Math.min(this.at, this.entries.length - 1);
      } catch { /* the list that is playing goes on */ }
    }

    /* Once a day, in a quiet hour, everything is loaded afresh. A window that a key made full-screen would lose that:
       there the frames alone are made anew, which hold all but this script. */
    async startAnew() {
      const now = new Date();
      const day = now.toDateString();
      const last = sessionStorage.getItem("hc-wall-day");
      if (last === null) { sessionStorage.setItem("hc-wall-day", day); return; }
      if (last === day || now.getHours() < QUIET[0] || now.getHours() >= QUIET[1]) return;
      sessionStorage.setItem("hc-wall-day", day);
      if (!document.fullscreenElement) { location.reload(); return; }
      await this.exclusively(() => this.slots.forEach((slot) => { slot.booted = false; }));
    }

    /* ---- words and keys ---- */

    state() {
      const time = (date) => new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
      if (this.stale) return { look: "hc-stale", words: `数据陈旧　自${time(this.stale)}起未更新` };
      if (this.paused) return { look: "hc-lamp watch", words: "已暂停" };
      if (this.skipped.size) return { look: "hc-lamp watch", words: `${this.skipped.size}个画面未能显示`, why: [...this.skipped].map(([a, w]) => `${a}：${w}`).join("\n") };
      return { look: "hc-lamp good", words: "数据正常" };
    }

    tell() {
      const { look, words, why } = this.state();
      const documents = [document, ...this.slots.map((s) => { try { return s.view.contentDocument; } catch { return null; } })];
      documents.filter(Boolean).forEach((doc) => doc.querySelectorAll(".hc-wall-state").forEach((place) => {
        place.className = `hc-wall-state ${look}`;
        if (place.textContent !== words) place.textContent = words;
        place.title = why || "";
      }));
      document.body.dataset.wall = this.stale ? "stale" : this.paused ? "paused" : "playing";
      const pausing = this.strip.querySelector("[data-key=' ']");
      if (pausing) pausing.lastChild.textContent = this.paused ? " 继续" : " 暂停";
    }

    makeStrip() {
      const strip = element("div", "hc-wall-strip");
      [["ArrowLeft", "←", "上一幅"], [" ", "空格", "暂停"], ["ArrowRight", "→", "下一幅"], ["f", "F", "全屏"]].forEach(([key, sign, words]) => {
        const button = element("button", "");
        button.type = "button";
        button.tabIndex = -1;
        button.dataset.key = key;
        button.append(element("kbd", "", sign), ` ${words}`);
        button.addEventListener("click", () => this.key({ key, preventDefault() {} }));
        strip.append(button);
      });
      document.body.append(strip);
      return strip;
    }

    offer() {
      document.body.classList.add("hc-wall-pointed");
      clearTimeout(this.offering);
      this.offering = setTimeout(() => document.body.classList.remove("hc-wall-pointed"), 4_000);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const known = {
        " ": () => this.setPaused(!this.paused),
        p: () => this.setPaused(!this.paused),
        ArrowRight: () => this.turn(1),
        ArrowLeft: () => this.turn(-1),
        f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!known) return;
      event.preventDefault();
      known();
    }

    end() {
      this.over = true;
      clearInterval(this.leading);
      this.stage.remove();
      this.strip.remove();
      document.body.classList.remove("hc-wall-playing", "hc-wall-pointed");
      delete document.body.dataset.wall;
      if (this.wake) this.wake("over");
      if (this.hurry) this.hurry("over");
    }
  }

  /* The page comes and goes under Dash's router: the player comes and goes with it. */
  let player = null;
  let root = null;
  function look() {
    const found = document.getElementById("wall-player") || document.getElementById("wall");
    if (found === root) return;
    if (player) player.end();
    root = found;
    player = found ? new Player(found) : null;
    window.hcWall = player;
  }
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("keydown", (event) => { if (player) player.key(event); });
  /* Another size of the window: composed pictures draw themselves anew, an ordinary page is laid out anew. */
  let resizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => { if (player && player.shown && player.shown.screens.length) player.show(player.at); }, 300);
  });
  window.addEventListener("pointermove", () => { if (player) player.offer(); });
})();
