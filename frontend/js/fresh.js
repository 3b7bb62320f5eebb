// A region whose figures change while someone looks, such as the progress of an upload. The server writes
//   <div id="progress" data-lw-fresh="2" aria-live="polite"> ... </div>
// and leaves the attribute out once nothing more will change. The page is asked for again every so many seconds and the region put in place.

const LONGEST = 30

/**
 * Keep every region of a page that asks for it fresh.
 * @param {Document} page the page that holds the regions
 */
export function keepFresh(page) {
  for (const region of page.querySelectorAll('[data-lw-fresh][id]')) again(region.id, Number(region.dataset.lwFresh) || 2)
}

function again(id, seconds) {
  setTimeout(async () => {
    const held = document.getElementById(id)
    const next = await fetched(id)
    if (!next) return again(id, Math.min(seconds * 2, LONGEST))
    // A person who is reading by keyboard inside the region is not thrown out of it.
    if (!held.contains(document.activeElement) && held.innerHTML !== next.innerHTML) held.innerHTML = next.innerHTML
    if (next.dataset.lwFresh) again(id, Number(next.dataset.lwFresh) || 2)
    else location.reload()
  }, seconds * 1000)
}

async function fetched(id) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
    if (!answer.ok || answer.redirected) return null
    return new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id)
  } catch {
    return null
  }
}
