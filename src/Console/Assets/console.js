// Two things that a page can't do by itself: ask a passkey, and show news. All else works without this.
'use strict';
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const ids = list => (list || []).map(c => ({ ...c, id: bytes(c.id) }));

  const made = credential => ({
    id: credential.id, rawId: text(credential.rawId), type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || null,
    clientExtensionResults: {},
    response: Object.fromEntries(['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
      .filter(name => credential.response[name] && !('attestationObject' in credential.response && name === 'authenticatorData'))
      .map(name => [name, text(credential.response[name])])),
  });

  const ask = async (kind, options) => {
    options.challenge = bytes(options.challenge);
    if (kind === 'get') {
      options.allowCredentials = ids(options.allowCredentials);
      return navigator.credentials.get({ publicKey: options });
    }
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = ids(options.excludeCredentials);
    return navigator.credentials.create({ publicKey: options });
  };

  const say = (form, words) => {
    let line = form.querySelector('[role=status]');
    if (!line) form.append(line = Object.assign(document.createElement('p'), { className: 'quiet' }));
    line.setAttribute('role', 'status');
    line.textContent = words;
  };

  document.addEventListener('submit', async event => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.credential.value) return;
    event.preventDefault();
    if (!window.PublicKeyCredential) return say(form, 'This browser has no passkeys. Use another way below.');
    const button = form.querySelector('button');
    button.disabled = true;
    say(form, 'Your device asks you now…');
    try {
      const credential = await ask(form.dataset.passkey, JSON.parse(form.dataset.options));
      form.elements.credential.value = JSON.stringify(made(credential));
      say(form, 'Checking…');
      form.submit();
    } catch (error) {
      button.disabled = false;
      say(form, error.name === 'InvalidStateError' ? 'This device has a passkey for this account already.'
        : 'Nothing was done. Your passkey was not used. You can try again.');
    }
  });

  for (const node of document.querySelectorAll('[data-needs-script]')) node.hidden = false;

  // a form that was sent can't be sent again while it is on its way
  document.addEventListener('submit', event => {
    if (event.defaultPrevented || event.target.dataset.passkey) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = '1';
  });
  addEventListener('pageshow', () => document.querySelectorAll('[data-sent]').forEach(form => delete form.dataset.sent));

  const isBusy = () => document.activeElement && document.activeElement.matches('main input, main select, main textarea')
    || document.querySelector('main details[open] form, main form[data-sent]');

  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: 'same-origin', headers: { 'X-Holdfast-Look': '1' } });
    if (!answer.ok || answer.redirected) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of ['header', 'main']) document.querySelector(part).replaceWith(fresh.querySelector(part));
    document.body.dataset.version = fresh.body.dataset.version;
    for (const node of document.querySelectorAll('[data-needs-script]')) node.hidden = false;
  };

  const follow = async () => {
    for (let pause = 1000; ; ) {
      if (document.hidden) await new Promise(done => document.addEventListener('visibilitychange', done, { once: true }));
      try {
        const answer = await fetch('/console/live?version=' + document.body.dataset.version, { credentials: 'same-origin' });
        if (answer.status === 401) return location.assign('/console/sign-in?over=1');
        if (answer.status === 200 && !isBusy()) await refresh();
        if (answer.status >= 429) throw new Error('later');
        pause = 1000;
        if (answer.status === 200) await new Promise(done => setTimeout(done, 500));
      } catch {
        await new Promise(done => setTimeout(done, pause));
        pause = Math.min(pause * 2, 60000);
      }
    }
  };
  if (document.body.dataset.version) addEventListener('load', () => setTimeout(follow, 200));
})();
