// The address of the page. What map and timeline show is put into it without asking the server, which would run at every move; and as the
// server knows nothing of these values, they are put into whatever address it gives the page.
// One act of the user is one step for the browser's Back button: what the page does to the address on its own, as the steps of a playback or
// a page that gets its filters back, belongs to the step before.
window.intoAddress = window.intoAddress || (() => {
  const NO_STEPS = ["panel"]; // besides the views: opening the panel of filters chooses nothing
  const shown = {};
  const real = { push: history.pushState.bind(history), replace: history.replaceState.bind(history) };
  let waiting = null, acted = false;
  const whole = (address) => {
    const url = new URL(address, location.href);
    const before = url.search;
    Object.entries(shown).forEach(([name, value]) => {
      if (value === null) url.searchParams.delete(name);
      else if (url.searchParams.get(name) !== value) url.searchParams.set(name, value);
    });
    return url.search === before ? address : url.href;
  };
  const chosen = (address) => {
    const url = new URL(address, location.href);
    [...NO_STEPS, ...Object.keys(shown)].forEach((name) => url.searchParams.delete(name));
    url.searchParams.sort();
    return url.href;
  };
  history.replaceState = (state, title, address) => real.replace(state, title, address ? whole(address) : address);
  history.pushState = (state, title, address) => {
    const step = acted && address && chosen(address) !== chosen(location.href);
    if (step) acted = false;
    (step ? real.push : real.replace)(state, title, address ? whole(address) : address);
  };
  window.userActed = ({ button = 0 } = {}) => { if (button < 3) acted = true; }; // the others are Back and Forward themselves
  ["pointerdown", "pointerup", "click", "keydown"].forEach((name) => window.addEventListener(name, window.userActed, true));
  window.addEventListener("popstate", () => {
    acted = false;
    clearTimeout(waiting);
    const { searchParams } = new URL(location.href);
    Object.keys(shown).forEach((name) => { shown[name] = searchParams.get(name); }); // map and timeline are about to show it
  });
  return (name, value) => {
    shown[name] = value;
    clearTimeout(waiting);
    waiting = setTimeout(() => history.replaceState(history.state, "", location.href), 200); // browsers allow a hundred in some seconds
  };
})();
