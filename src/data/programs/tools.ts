import type { Program } from "./program.ts";

/** Shells, tools and libraries known by name. */
export const tools: readonly Program[] = [
  // The banner of all its applets (busybox, libbb/messages.c). In its own image they are hard links, of which an archive keeps the first name.
  { name: "busybox", places: [{ on: "busybox [ [[", near: "BusyBox v", version: /^BusyBox v(\d+\.\d+\.\d+)/ }] },
  // Its what(1) string (bash, version.c).
  {
    name: "bash",
    places: [{ on: "bash", near: "@(#)Bash version ", version: /^@\(#\)Bash version (\d+\.\d+\.\d+)/ }],
  },
  {
    name: "openssl",
    endOfLife: "openssl",
    // OPENSSL_VERSION_TEXT with the day of the release (openssl, include/openssl/opensslv.h).
    places: ["openssl", /^libcrypto\.so[\d.]*$/].map((on) => ({
      on,
      near: "OpenSSL ",
      version: /^OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
    })),
  },
  {
    name: "libressl",
    places: ["openssl", /^libcrypto\.so[\d.]*$/].map((on) => ({
      on,
      near: "LibreSSL ",
      version: /^LibreSSL (\d+\.\d+\.\d+)/,
    })),
  },
  {
    name: "curl",
    // User agents of the tool and of the library (curl, include/curl/curlver.h).
    places: [
      { on: "curl", near: "curl/", version: /^curl\/(\d+\.\d+\.\d+)/ },
      { on: /^libcurl[^/]*\.so[\d.]*$/, near: "libcurl/", version: /^libcurl\/(\d+\.\d+\.\d+)/ },
    ],
  },
  { name: "wget", places: [{ on: "wget", alone: /^(1\.[1-9]\d(?:\.\d+)*)$/ }] },
  {
    name: "git",
    bitnami: "git",
    // Its user agent (git, version.c).
    places: [{ on: "git", near: "git/", version: /^git\/(\d+\.\d+\.\d+(?:\.\d+|-rc\d+)?)\0/ }],
  },
  { name: "rsync", places: [{ on: "rsync", alone: /^(3\.\d+\.\d+)$/ }] },
  { name: "gzip", places: [{ on: "gzip", alone: /^(1\.\d+)$/ }] },
  {
    name: "xz",
    places: [
      { on: "xz", near: "xz (XZ Utils) ", version: /^xz \(XZ Utils\) (\d+\.\d+\.\d+)/ },
      { on: /^liblzma\.so\.5\.\d+\.\d+$/, path: /\/liblzma\.so\.(5\.\d+\.\d+)$/ },
    ],
  },
  {
    name: "zstd",
    places: [
      { on: "zstd", alone: /^v(1\.\d+\.\d+)$/ },
      { on: /^libzstd\.so\.1\.\d+\.\d+$/, path: /\/libzstd\.so\.(1\.\d+\.\d+)$/ },
    ],
  },
  {
    name: "ffmpeg",
    endOfLife: "ffmpeg",
    // `ffmpeg -version`, and the version of each of its libraries (ffmpeg, FFMPEG_VERSION).
    places: [
      { on: "ffmpeg ffprobe", near: "%s version ", version: /^%s version n?(\d+\.\d+(?:\.\d+)?)/ },
      {
        on: /^libav(?:codec|format|util|filter)\.so[\d.]*$/,
        near: "FFmpeg version ",
        version: /^FFmpeg version n?(\d+\.\d+(?:\.\d+)?)/,
      },
    ],
  },
  {
    name: "imagemagick",
    // MagickVersion (ImageMagick, MagickCore/version.h).
    places: ["magick", /^libMagickCore[^/]*\.so[\d.]*$/].map((on) => ({
      on,
      near: "ImageMagick ",
      version: /^ImageMagick (\d+\.\d+\.\d+-\d+)/,
    })),
  },
  {
    name: "ghostscript",
    // The path of its own files (ghostscript, GS_LIB_DEFAULT).
    places: ["gs", /^libgs\.so[\d.]*$/].map((on) => ({
      on,
      near: "/ghostscript/",
      version: /^\/ghostscript\/(\d+\.\d+(?:\.\d+)?)\//,
    })),
  },
  {
    name: "composer",
    bitnami: "composer",
    endOfLife: "composer",
    // Composer, src/Composer/Composer.php, in its archive.
    places: [
      {
        on: "composer composer.phar",
        script: true,
        near: "const VERSION = '",
        version: /^const VERSION = '(\d+\.\d+\.\d+(?:-\w+)?)'/,
      },
    ],
  },
  {
    name: "wp-cli",
    bitnami: "wp-cli",
    places: [
      { on: "wp wp-cli.phar", script: true, near: "wp-cli/wp-cli ", version: /^wp-cli\/wp-cli (\d+\.\d+\.\d+)/ },
    ],
  },
  {
    name: "gradle",
    bitnami: "gradle",
    endOfLife: "gradle",
    places: [{ on: /^gradle-core-\d[\d.]*\.jar$/, in: /\/lib\/$/, path: /\/gradle-core-(\d+\.\d+(?:\.\d+)?)\.jar$/ }],
  },
  {
    name: "maven",
    bitnami: "maven",
    endOfLife: "apache-maven",
    // As a library it is in a repository; in a distribution in `lib` next to `bin/mvn`.
    places: [
      {
        on: /^maven-core-\d[\d.]*\.jar$/,
        in: /\/(?:apache-)?maven[^/]*\/lib\/$/,
        path: /\/maven-core-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
  {
    name: "tomcat",
    bitnami: "tomcat",
    endOfLife: "tomcat",
    places: [{ on: "RELEASE-NOTES", text: /Apache Tomcat Version (\d+\.\d+\.\d+(?:-M\d+)?)/ }],
  },
];
