// Build Lightwell's style sheet and script into the package: `node build.mjs`. Takes a second; needs nothing but what `npm ci` brought.

import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'src', 'lightwell', 'web', 'static', 'lightwell')

/** Compile the style sheet; a warning from our own files stops the build. */
function styles() {
  const made = compile(join(here, 'scss', 'lightwell.scss'), {
    style: 'compressed',
    charset: false,
    loadPaths: [join(here, 'node_modules')],
    quietDeps: true,
    logger: {
      warn(message) {
        throw new Error(message)
      },
    },
  })
  return made.css
}

/** Put our script and the components that it uses into one file. */
async function script() {
  const made = await build({
    entryPoints: [join(here, 'js', 'lightwell.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none',
    write: false,
  })
  return made.outputFiles[0].text
}

const built = { 'lightwell.css': styles(), 'lightwell.js': await script() }
mkdirSync(out, { recursive: true })
for (const name of readdirSync(out)) if (!(name in built)) rmSync(join(out, name), { recursive: true })
for (const [name, text] of Object.entries(built)) {
  writeFileSync(join(out, name), text)
  writeFileSync(join(out, `${name}.gz`), gzipSync(text, { level: 9 })) // the server sends it to whoever accepts it
  console.log(`${name}: ${statSync(join(out, name)).size.toLocaleString('en-GB')} bytes, ${gzipSync(text).length.toLocaleString('en-GB')} compressed`)
}
