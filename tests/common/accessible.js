// Faults that would keep somebody from reading or using the page. An empty list is a good page.
(() => {
  const faults = [];
  const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const name = (element) =>
    element.getAttribute("aria-label") ||
    (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join(" ").trim() ||
    element.textContent.trim() || element.getAttribute("title") || "";
  const where = (element) => element.outerHTML.slice(0, 120);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => faults.push("id twice: " + id));
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  let level = 0;
  for (const heading of document.querySelectorAll("h1,h2,h3,h4")) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) faults.push("heading skips a level: " + where(heading));
    level = now;
  }
  for (const element of document.querySelectorAll("a[href],button,audio,summary,[tabindex='0'],[role=img],[role=region],[role=group]"))
    if (!name(element)) faults.push("no name: " + where(element));
  for (const element of document.querySelectorAll("[aria-labelledby],[aria-describedby]"))
    for (const id of (element.getAttribute("aria-labelledby") || element.getAttribute("aria-describedby")).split(" "))
      if (!document.getElementById(id)) faults.push("label is missing: " + id);
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.getAttribute("href").slice(1))) faults.push("leads nowhere: " + where(link));
  for (const table of document.querySelectorAll("table"))
    if (!table.caption || [...table.querySelectorAll("th")].some((head) => !head.scope)) faults.push("table without caption or scopes");
  for (const wide of document.querySelectorAll("*"))
    if (seen(wide) && wide.scrollWidth > wide.clientWidth + 1 && getComputedStyle(wide).overflowX === "auto" && wide.tabIndex < 0)
      faults.push("scrolls and cannot be reached: " + where(wide));
  for (const button of document.querySelectorAll("button")) {
    const box = button.getBoundingClientRect();
    const label = button.getAttribute("aria-label");
    if (label && !label.toLowerCase().includes(button.innerText.trim().toLowerCase())) faults.push("label hides its words: " + where(button));
    if (seen(button) && box.height < 24) faults.push("smaller than 24 px: " + where(button));
  }
  const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !seen(element) || element.closest("script,style,.hidden,.skip")) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(((a + 0.05) / (b + 0.05)).toFixed(2) + " contrast: " + where(element));
  }
  return [...faults, ...poor];
})()
