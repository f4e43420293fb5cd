// Serves the local archives where the builds of the soak have their network. Its parent becomes the engine: it ends with it, and ends it when its input is over, which the soak holds open.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

const [folder = ".", port = "8099"] = process.argv.slice(2);
const parent = process.ppid;
createServer((request, response) => {
  const path = normalize(decodeURI((request.url ?? "/").replace(/\?.*/, "")));
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  readFile(file).then(
    (bytes) =>
      response
        .writeHead(200, {
          "content-type": file.endsWith(".html") ? "text/html" : "application/octet-stream",
          "cache-control": "max-age=600",
        })
        .end(bytes),
    () => response.writeHead(404).end(),
  );
}).listen(Number(port));
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 500);
process.stdin.resume().once("end", () => {
  process.kill(parent, "SIGTERM");
});
