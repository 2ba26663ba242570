"use strict";
(() => {
  const takes = [...document.querySelectorAll(".take")];
  const texts = takes.map((take) => take.textContent.toLowerCase());
  const find = document.getElementById("find");
  const search = document.getElementById("search");
  const hits = document.getElementById("hits");
  find.hidden = takes.length === 0;

  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    takes.forEach((take, at) => {
      const fits = words.every((word) => texts[at].includes(word));
      take.hidden = !fits;
      if (words.length) take.open = fits;
      found += fits ? 1 : 0;
    });
    hits.textContent = words.length ? `${found} of ${takes.length} takes` : "";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-from]");
    if (!button) return;
    const sound = button.closest(".take").querySelector("audio");
    const go = () => {
      sound.currentTime = Number(button.dataset.from);
      const played = sound.play();
      if (played) played.catch(() => {});
    };
    if (sound.readyState > 0) go();
    else {
      sound.addEventListener("loadedmetadata", go, { once: true });
      sound.load();
    }
  });

  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
})();
