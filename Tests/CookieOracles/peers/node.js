// What the Node package `cookie` makes of Cookie headers: a JSON object a line in, one a line out. Node hands a header to
// programs as a string with a character for each byte, and so does this.
// Usage: node.js version|cookie
'use strict'

const cookie = require('cookie')
const readline = require('readline')

if (process.argv[2] === 'version') {
  console.log(`cookie ${require('cookie/package.json').version}, Node ${process.version}`)
} else {
  readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => {
    const pairs = cookie.parse(Buffer.from(JSON.parse(line).header, 'hex').toString('latin1'))
    console.log(JSON.stringify(Object.keys(pairs).map((name) => [name, pairs[name]])))
  })
}
