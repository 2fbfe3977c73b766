// Plain JavaScript, so that any Node can read it far enough to say what is wrong. The demo itself is demo.ts.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const supported = (major === 24 && minor >= 15) || major >= 26;

if (supported) {
  await import('./demo.ts');
} else {
  console.error(`Garner needs Node 24.15 or 26 and newer; this is Node ${process.versions.node} (${process.execPath}).`);
  console.error('`npm install` brings a suitable Node along and `npm run demo` uses it.');
  console.error('If it does not: npm may have been told to skip development packages or install scripts. Try `npm rebuild node`.');
  process.exitCode = 2;
}
