/** Endings of files that hold no text that people write: programs, pictures, archives, fonts, compiled catalogues. */
const endings: ReadonlySet<string> = new Set(
  (
    "so a o ko lo la dll dylib exe bin elf wasm class jar war ear pyc pyo pyd rlib rmeta beam elc hi " +
    "png jpg jpeg gif ico webp avif bmp tif tiff svg svgz eps ps pdf psd ttf otf woff woff2 eot pfb afm pcf " +
    "mp3 mp4 ogg oga wav flac webm mov avi mkv gz tgz bz2 xz zst lz4 zip 7z rar tar deb rpm apk whl egg gem crate cab iso " +
    "mo gmo po pot db sqlite sqlite3 db3 mdb ldb dat idx pack h5 npy npz pt pth onnx safetensors gguf parquet arrow pb " +
    "h hh hpp hxx inc pxd pyi tbd def map lst syms gir typelib vapi mgc cache icc ppd xpm css scss sass less dic aff hyp " +
    "md5sums list sha256 symbols triggers shlibs conffiles 1 2 3 4 5 6 7 8 md rst adoc texi info"
  ).split(" "),
);

/**
 * What every image of a distribution or a language has and no one writes a secret into. Documentation shows what secrets look like:
 * it is all examples.
 */
const folders =
  /^\/(?:proc|sys|dev|usr\/include|usr\/src|usr\/share\/(?:doc|man|info|locale|i18n|zoneinfo|icons|fonts|mime|misc|perl5?|common-licenses|terminfo|gtk-doc|help|vim|X11|gir-1\.0|bash-completion|zsh|cmake[\w.-]*|aclocal[\w.-]*|automake[\w.-]*|autoconf)|usr\/lib\/(?:locale|gcc|cmake|pkgconfig|perl5?|modules|firmware|terminfo)|usr\/lib\/[\w-]+\/(?:perl[\w-]*|gconv|pkgconfig|cmake)|(?:usr\/)?lib\/modules|var\/lib\/(?:apt\/lists|dpkg|rpm)|var\/cache|lib\/apk)\//;

/** Below folders of packages: types, source maps and documents repeat what the programs say. */
const packaged =
  /\.(?:d\.[cm]?ts|flow|tsbuildinfo|txt|html?)$|\/(?:METADATA|PKG-INFO|RECORD|LICENSE|CHANGELOG|README)[^/]*$/;

/** Whether a file can be left out by its path alone, before a byte of it is read. */
export function isSkipped(path: string): boolean {
  const dot = path.lastIndexOf(".");
  // A dot at the start of a name begins no ending: `/app/.env`, and `/app/.map` is a file of its own.
  const ending = dot > path.lastIndexOf("/") + 1 ? path.slice(dot + 1).toLowerCase() : "";
  if (endings.has(ending)) return !isOwnText(path, ending);
  return /\.so\.[\d.]+$/.test(path) || folders.test(path) || (packaged.test(path) && isThirdParty(path));
}

/** People write documents, includes and lists too; a bundle's source map holds its sources. Those of packages are not the image's own. */
function isOwnText(path: string, ending: string): boolean {
  return /^(?:md|rst|adoc|map|inc|list|css|svg)$/.test(ending) && !isThirdParty(path) && !folders.test(path);
}

/** Where package managers put what others wrote. */
const thirdParty =
  /\/(?:node_modules|site-packages|dist-packages|\.pnpm|\.yarn|bower_components|vendor\/(?:bundle|cache|[\w.-]+\.[a-z]{2,6}\/)|gems|rubygems|pkg\/mod|\.cargo\/registry|\.rustup|\.m2\/repository|\.gradle\/caches|\.nuget\/packages|\.composer\/cache|\.pyenv|\.rbenv|\.nvm|\.sdkman|conda\/pkgs|python\d[\d.]*|ruby\/\d[\d.]*|perl5?\/\d[\d.]*|php\/\d*\/?pear|jvm|go\/src)\/|^\/usr\/(?:lib|lib64|libexec|share|bin|sbin)\/|^\/usr\/local\/(?:go|lib|share\/perl)\/|^\/(?:lib|lib64|bin|sbin)\//;

export function isThirdParty(path: string): boolean {
  return thirdParty.test(path);
}
