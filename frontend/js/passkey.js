// A form that a passkey fills in. The server writes
//   <form data-lw-passkey="create" data-lw-options="{...}" hidden> ... <input type="hidden" name="credential"> <button> ... </form>
// with what the browser needs to make a passkey ("create") or to use one ("get"). It is shown where a browser can do so; what is marked
// data-lw-passkey-missing is for those that cannot.

const WORDS = {
  InvalidStateError: 'This device has a passkey for you already.',
  NotAllowedError: 'The passkey was not used, because it took too long or was refused. Try again.',
}
const OTHERWISE = 'The passkey did not work in this browser. Try again, or use something else.'

/**
 * Show the passkey forms of a page and answer their buttons, where the browser knows passkeys.
 * @param {Document} page the page that holds the forms
 */
export function offerPasskeys(page) {
  if (!globalThis.PublicKeyCredential || !navigator.credentials) return
  for (const form of page.querySelectorAll('form[data-lw-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', event => {
      event.preventDefault()
      fill(form)
    })
  }
  for (const said of page.querySelectorAll('[data-lw-passkey-missing]')) said.hidden = true
}

async function fill(form) {
  const wrong = form.querySelector('[data-lw-passkey-wrong]')
  wrong.hidden = true
  try {
    const credential = await navigator.credentials[form.dataset.lwPasskey]({ publicKey: asked(JSON.parse(form.dataset.lwOptions).publicKey) })
    form.elements.credential.value = JSON.stringify(plain(credential))
    form.submit()
  } catch (error) {
    wrong.textContent = WORDS[error.name] || OTHERWISE
    wrong.hidden = false
  }
}

function asked(options) {
  const known = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }))
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    excludeCredentials: known(options.excludeCredentials),
    allowCredentials: known(options.allowCredentials),
  }
}

function plain(credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  }
}

function bytes(written) {
  return Uint8Array.from(atob(written.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
