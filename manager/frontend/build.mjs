// Bundles every file of src/entries under its name with a hash, and one sprite of icons; writes manifest.json.
// Usage: node build.mjs FOLDER
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = import.meta.dirname;
const out = path.resolve(process.argv[2] ?? path.join(here, "../static/built"));
const entries = (await readdir(path.join(here, "src/entries"))).sort();

await mkdir(out, { recursive: true });
const made = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/entries/${name}`),
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  chunkNames: "part-[hash]",
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "linked",
  loader: { ".woff2": "file", ".svg": "dataurl" },
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [file, about] of Object.entries(made.metafile.outputs)) {
  if (!about.entryPoint) continue;
  const { name, ext } = path.parse(about.entryPoint);
  manifest[`${name}${ext === ".ts" ? ".js" : ext}`] = path.basename(file);
}
manifest["icons.svg"] = await sprite();
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await weigh();

// One file with every icon that icons.txt names, to be used as `icons.svg#name`.
async function sprite() {
  const names = (await readFile(path.join(here, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean).sort();
  const symbols = await Promise.all(names.map(symbol));
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
  const name = `icons-${createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase()}.svg`;
  await writeFile(path.join(out, name), text);
  return name;
}

async function symbol(name) {
  const file = path.join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`);
  const inner = (await readFile(file, "utf8")).replace(/<!--[\s\S]*?-->/g, "").replace(/<\/?svg[^>]*>/g, "");
  const drawn = inner.replace(/\s*\n\s*/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${drawn}</symbol>`
  );
}

async function weigh() {
  for (const [name, file] of Object.entries(manifest)) {
    const size = gzipSync(await readFile(path.join(out, file))).length;
    console.log(`${name}: ${(size / 1024).toFixed(0)} KB compressed`);
  }
}
