import type { Program } from "./program.ts";

/** `X.Y` in `python3.13`, `libpython3.6m.so.1.0`. */
const pythonSeries = /python(\d\.\d+)/;

/** Languages: interpreters, virtual machines and compilers. */
export const languages: readonly Program[] = [
  {
    name: "node",
    bitnami: "node",
    endOfLife: "nodejs",
    // `process.release`, the user agent of its own fetches (node.git, src/node_metadata.cc).
    places: ["node nodejs", /^libnode\.so\.\d+$/].map((on) => ({
      on,
      near: "node.js/v",
      version: /^node\.js\/v(\d+\.\d+\.\d+)/,
    })),
  },
  {
    name: "python",
    bitnami: "python",
    endOfLife: "python",
    places: [
      // PY_VERSION (cpython, Include/patchlevel.h). Some compilers omit the text from the program, which leaves the header.
      {
        on: /^(?:lib)?python\d\.\d+[a-z]?(?:\.so[\d.]*)?$/,
        near: (base) => `\0${pythonSeries.exec(base)?.[1] ?? ""}.`,
        version: /^\0(\d\.\d+\.\d+(?:(?:a|b|rc)\d+)?)\+?\0/,
      },
      {
        on: "patchlevel.h",
        in: /\/include\/python\d[^/]*\/$/,
        text: /^#define[ \t]+PY_VERSION[ \t]+"(\d[\w.]*)\+?"/m,
      },
    ],
  },
  {
    name: "pypy",
    // The banner of its interpreter; the library contains all of it.
    places: [{ on: /^libpypy[^/]*\.so$/, near: "[PyPy ", version: /^\[PyPy (\d+\.\d+\.\d+)/ }],
  },
  {
    name: "ruby",
    bitnami: "ruby",
    endOfLife: "ruby",
    // `ruby --version` (ruby, version.c).
    places: [/^ruby[\d.]*$/, /^libruby[^/]*\.so[\d.]*$/].map((on) => ({
      on,
      near: "ruby ",
      version: /^ruby (\d+\.\d+\.\d+(?:preview\d+|rc\d+|dev)?)(?:p\d+)? \(\d{4}-\d\d-\d\d/,
    })),
  },
  {
    name: "php",
    bitnami: "php",
    endOfLife: "php",
    // SAPI_PHP_VERSION_HEADER (php-src, main/SAPI.h).
    places: [/^php[\d.]*$/, /^php-(?:fpm|cgi)[\d.]*$/, /^libphp[\d.]*\.so$/].map((on) => ({
      on,
      near: "X-Powered-By: PHP/",
      version: /^X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)/,
    })),
  },
  {
    name: "perl",
    endOfLife: "perl",
    // Its own library folders in @INC (perl, INSTALL).
    places: [/^perl[\d.]*$/, /^libperl\.so[\d.]*$/].map((on) => ({
      on,
      near: "/perl",
      version: /^\/perl5?\/(5\.\d+\.\d+)[\0/]/,
    })),
  },
  // The JDK's `release` file (JEP 220): Oracle's builds and GraalVM name themselves, all others are OpenJDK.
  {
    name: "graalvm",
    // By its own version; the included JDK is reported as well, since the advisories use its version.
    holdsMore: true,
    places: [{ on: "release", text: /^GRAALVM_VERSION="?(\d[\w.+-]*)/m }],
  },
  {
    name: "oracle-jdk",
    bitnami: "java",
    endOfLife: "oracle-jdk",
    places: [
      {
        on: "release",
        text: /^BUILD_TYPE="commercial"\r?\n(?:(?!JAVA_VERSION=)[^\n]*\n){0,20}JAVA_VERSION="?(\d[\w.+-]*)/m,
      },
    ],
  },
  {
    name: "openjdk",
    bitnami: "java",
    endOfLife: "eclipse-temurin",
    places: [{ on: "release", text: /^JAVA_VERSION="?(\d[\w.+-]*)/m }],
  },
  {
    name: "javafx",
    bitnami: "java",
    // OpenJFX, `lib/javafx.properties` of its SDK; in JDK 8 it is part of the runtime.
    places: [{ on: "javafx.properties", text: /^javafx\.version=(\d[\d.]*)/m }],
  },
  {
    name: "go",
    bitnami: "golang",
    endOfLife: "go",
    // The toolchain's VERSION file; programs that it builds are Go's own ecosystem.
    places: [{ on: "VERSION", in: /\/go[^/]*\/$/, text: /^go(\d[\w.]*)/ }],
  },
  {
    name: "erlang",
    endOfLife: "erlang",
    // Erlang/OTP System Principles, "Versions".
    places: [{ on: "OTP_VERSION", in: /\/releases\/\d+\/$/, text: /^(\d+(?:\.\d+)+)/ }],
  },
  {
    name: "elixir",
    endOfLife: "elixir",
    places: [{ on: "elixir.app", text: /\{vsn, *"(\d+\.\d+\.\d+(?:-[\w.]+)?)"/ }],
  },
  {
    name: "rust",
    endOfLife: "rust",
    // The output of `rustc -vV`.
    places: [
      { on: /^librustc_driver-[\da-f]+\.so$/, near: " (", before: 12, version: /(\d\.\d+\.\d+) \([\da-f]{9} \d{4}-/ },
    ],
  },
  {
    name: "lua",
    bitnami: "lua",
    endOfLife: "lua",
    // LUA_IDENT (lua, lapi.c): `$LuaVersion: Lua 5.4.4`, before 5.2 `$Lua: Lua 5.1.5`.
    places: [/^lua(?:c|jit)?[\d.]*$/, /^liblua[\d.]*\.so[\d.]*$/].map((on) => ({
      on,
      near: ": Lua 5.",
      version: /^: Lua (5\.\d+\.\d+)/,
    })),
  },
  {
    name: "r",
    // R, src/include/Rversion.h.
    places: [{ on: "Rversion.h", text: /^#define R_MAJOR +"(\d+)"\r?\n#define R_MINOR +"(\d+\.\d+)"/m }],
  },
  {
    name: "julia",
    places: [{ on: "julia_version.h", text: /^#define JULIA_VERSION_STRING "(\d+\.\d+\.\d+(?:-[\w.]+)?)"/m }],
  },
  {
    name: "dart",
    places: [{ on: "version", in: /\/dart(?:-sdk)?\/$/, text: /^(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/ }],
  },
  {
    name: "swift",
    places: [
      { on: "swift-frontend swift", near: "swift-", version: /^swift-(\d+\.\d+(?:\.\d+)?)-RELEASE/ },
      { on: "swift-frontend", near: "/swiftlang-", version: /^\/swiftlang-(\d+\.\d+(?:\.\d+)?)[/.]/ },
    ],
  },
  {
    name: "ghc",
    // The compiler's program, which the script `ghc` starts (GHC User's Guide, "Installing").
    places: [{ on: /^ghc-\d+\.\d+\.\d+$/, in: /\/bin\/$/, path: /\/ghc-(\d+\.\d+\.\d+)$/ }],
  },
  {
    name: "bun",
    // Its crash message.
    places: [{ on: "bun bunx", near: "Bun v", version: /^Bun v(\d+\.\d+\.\d+) ?\(/ }],
  },
  {
    name: "dotnet",
    bitnami: "dotnet",
    endOfLife: "dotnet",
    // Shared frameworks are in folders of their versions (dotnet/designs, "Install locations"); their package lists are NuGet's.
    places: [
      {
        on: "Microsoft.NETCore.App.deps.json",
        path: /\/shared\/Microsoft\.NETCore\.App\/(\d+\.\d+\.\d+(?:-[\w.]+)?)\/[^/]+$/,
      },
    ],
  },
  {
    name: "aspnet-core",
    bitnami: "aspnet-core",
    places: [
      {
        on: "Microsoft.AspNetCore.App.deps.json",
        path: /\/shared\/Microsoft\.AspNetCore\.App\/(\d+\.\d+\.\d+(?:-[\w.]+)?)\/[^/]+$/,
      },
    ],
  },
  {
    name: "deno",
    endOfLife: "deno",
    // The user agent of its requests; a library in it uses `Deno/0.80.0`.
    places: [{ on: "deno", near: "Deno/", version: /^Deno\/([1-9]\d*\.\d+\.\d+)/ }],
  },
];
