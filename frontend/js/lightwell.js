// What a page does with JavaScript that it does more plainly without: each page works when this never runs.

import { Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink, createAll } from 'govuk-frontend'

import { keepFresh } from './fresh.js'
import { offerPasskeys } from './passkey.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) createAll(component)

for (const button of document.querySelectorAll('[data-lw-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

keepFresh(document)
offerPasskeys(document)
