"use strict";
(() => {
  const sound = document.getElementById("sound");
  const words = [...document.querySelectorAll(".w[data-t]")];
  const timed = words.map((word) => [Number(word.dataset.t), word]).sort((a, b) => a[0] - b[0]);
  const bands = [...document.querySelectorAll("svg[data-spans]")].map((svg) => ({
    svg,
    axis: Number(svg.dataset.axis),
    spans: svg.dataset.spans.split(",").filter(Boolean).map((span) => span.split(" ").map(Number)),
    now: svg.querySelector(".now"),
  }));

  // Section time and take time differ where a pause was cut out.
  const inTake = (spans, moment) => {
    for (const [start, end] of spans) {
      if (moment <= end - start) return start + moment;
      moment -= end - start;
    }
    return spans.length ? spans[spans.length - 1][1] : 0;
  };
  const inSection = (spans, moment) => {
    let before = 0;
    for (const [start, end] of spans) {
      if (moment >= start && moment <= end) return before + moment - start;
      before += end - start;
    }
    return null;
  };

  const hear = (moment) => {
    if (!sound) return;
    const go = () => {
      sound.currentTime = moment;
      const played = sound.play();
      if (played) played.catch(() => {});
    };
    if (sound.readyState > 0) go();
    else {
      sound.addEventListener("loadedmetadata", go, { once: true });
      sound.load();
    }
  };

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-t]");
    if (place) return event.target.closest("a") ? undefined : hear(Number(place.dataset.t));
    const svg = event.target.closest("svg[data-spans]");
    if (!svg) return;
    const band = bands.find((one) => one.svg === svg);
    const box = svg.getBoundingClientRect();
    const moment = ((event.clientX - box.left) / box.width) * band.axis;
    if (band.spans.length) hear(inTake(band.spans, moment));
  });

  // The transcript is one stop for the Tab key; arrows walk through its words.
  for (const heard of document.querySelectorAll(".heard[tabindex]")) {
    const own = [...heard.querySelectorAll(".w[data-t]")];
    let at = -1;
    const step = (to) => {
      if (at >= 0) own[at].classList.remove("here");
      at = Math.max(0, Math.min(own.length - 1, to));
      own[at].classList.add("here");
      own[at].scrollIntoView({ block: "nearest" });
    };
    heard.addEventListener("keydown", (event) => {
      if (event.target !== heard || !own.length) return;
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 8, ArrowUp: at - 8, Home: 0, End: own.length - 1 }[event.key];
      if (to !== undefined) step(to);
      else if ((event.key === "Enter" || event.key === " ") && at >= 0) hear(Number(own[at].dataset.t));
      else return;
      event.preventDefault();
    });
    heard.addEventListener("blur", () => at >= 0 && own[at].classList.remove("here"));
  }

  let last = null;
  sound?.addEventListener("timeupdate", () => {
    const moment = sound.currentTime;
    let low = 0;
    let high = timed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timed[middle][0] <= moment) low = middle + 1;
      else high = middle;
    }
    const word = low > 0 && moment - timed[low - 1][0] < 2 && !sound.paused ? timed[low - 1][1] : null;
    if (word !== last) {
      last?.classList.remove("said-now");
      word?.classList.add("said-now");
      last = word;
    }
    for (const { axis, spans, now } of bands) {
      const here = inSection(spans, moment);
      now.style.visibility = here === null ? "hidden" : "visible";
      if (here !== null) {
        now.setAttribute("x1", (here / axis) * 1000);
        now.setAttribute("x2", (here / axis) * 1000);
      }
    }
  });

  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
})();
