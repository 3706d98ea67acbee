// What map and timeline show, in the address of the page. The server is not asked, for it would run at every move; and as it knows nothing
// of these values, they are put into whatever address it gives the page.
window.intoAddress = window.intoAddress || (() => {
  const shown = {};
  const real = {};
  let waiting = null;
  const whole = (address) => {
    const url = new URL(address, location.href);
    const before = url.search;
    Object.entries(shown).forEach(([name, value]) => {
      if (value === null) url.searchParams.delete(name);
      else if (url.searchParams.get(name) !== value) url.searchParams.set(name, value);
    });
    return url.search === before ? address : url.href;
  };
  ["pushState", "replaceState"].forEach((name) => {
    real[name] = history[name].bind(history);
    history[name] = (state, title, address) => real[name](state, title, address ? whole(address) : address);
  });
  return (name, value) => {
    shown[name] = value;
    clearTimeout(waiting);
    waiting = setTimeout(() => history.replaceState(history.state, "", location.href), 200); // browsers allow a hundred in some seconds
  };
})();

