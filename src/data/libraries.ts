import type { Place, Program } from "./programs/program.ts";

/**
 * Libraries in wheels, and the source of their release: a text in the file, or the file's name if its number is the
 * release and not the interface (libtool's `-version-info`). Checked 2026-11 against Debian 13's packages, whose
 * releases are known.
 */
export const libraries: readonly Program[] = [
  library(
    "openblas",
    near(/^lib(?:scipy_)?openblas[^/]*\.(?:so|dylib)/, "OpenBLAS ", /^OpenBLAS (\d+\.\d+\.\d+(?:\.dev)?) /),
  ),
  // Before 2023 the builds for NumPy and SciPy had a suffix in the middle: `libopenblas64_p-r0-5007b62f.3.23.dev.so`.
  library("openblas", path(/^libopenblas[^/]*\.so$/, /-r(0)(?:-[\da-f]+)?\.(\d+\.\d+(?:\.dev)?)\.so$/)),
  library("libpng", near(/^libpng1\d\.so/, "libpng version ", /^libpng version (1\.\d+\.\d+)/)),
  library("libtiff", near(/^libtiff\.so/, "LIBTIFF, Version ", /^LIBTIFF, Version (\d+\.\d+\.\d+)/)),
  library(
    "libjpeg-turbo",
    near(/^lib(?:turbo)?jpeg\.so/, "libjpeg-turbo version ", /^libjpeg-turbo version (\d+\.\d+\.\d+(?:\.\d+)?)/),
  ),
  library("zlib", near(/^libz\.so/, "flate 1", /^flate (1\.\d+(?:\.\d+)*(?:\.zlib-ng)?) Copyright/)),
  library("openjpeg", path(/^libopenjp2\.so/, /\.so\.(2\.\d+\.\d+)$/)),
  library("lcms2", path(/^liblcms2\.so/, /\.so\.(2)\.0\.(\d+)$/)),
  library("geos", path(/^libgeos\.so/, /\.so\.(3\.\d+\.\d+)$/)),
  library("proj", near(/^libproj\.so/, "Rel. ", /^Rel\. (\d+\.\d+\.\d+), /)),
  library("gdal", path(/^libgdal\.so/, /\.so\.\d+\.(3\.\d+\.\d+)$/)),
  library("hdf5", near(/^libhdf5[^/]*\.so/, "HDF5 library version: ", /^HDF5 library version: (1\.\d+\.\d+)/)),
  library("libheif", path(/^libheif\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("libavif", versionText(/^libavif\.so/, /^([01]\.\d+\.\d+)$/)),
  library("aom", near(/^libaom\.so/, "AV1 Decoder v", /^AV1 Decoder v(\d+\.\d+\.\d+)/)),
  library("dav1d", versionText(/^libdav1d\.so/, /^([01]\.\d+\.\d+)$/)),
  library("libvpx", near(/^libvpx\.so/, "WebM Project VP", /^WebM Project VP[89] (?:En|De)coder v(1\.\d+\.\d+)/)),
  library("harfbuzz", versionText(/^libharfbuzz\.so/, /^(\d+\.\d+\.\d+)$/)),
  library("cairo", versionText(/^libcairo\.so/, /^(1\.\d+\.\d+)$/)),
  library("icu", path(/^libicu(?:uc|i18n|data|io|tu)\.so/, /\.so\.(\d\d\.\d)$/)),
  library("expat", near(/^libexpatw?\.so/, "expat_", /^expat_(2\.\d+\.\d+)/)),
  library("libxslt", path(/^libxslt\.so/, /\.so\.(1\.1\.\d+)$/)),
  library("brotli", path(/^libbrotli(?:common|enc|dec)\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("bzip2", versionText(/^libbz2\.so/, /^(1\.0\.\d), \d+-[A-Z][a-z]+-\d+$/)),
  library("lz4", path(/^liblz4\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("snappy", path(/^libsnappy\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("libsodium", versionText(/^libsodium\.so/, /^(1\.0\.\d+)$/)),
  // delvewheel keeps the build's own name: `libzmq-v143-mt-4_3_5-HASH.dll`.
  library("zeromq", path(/^libzmq[^/]*\.dll$/, /-mt-(\d)_(\d)_(\d)\.dll$/)),
  library("nghttp2", versionText(/^libnghttp2\.so/, /^(1\.\d+\.\d+)$/)),
  library("libssh2", near(/^libssh2\.so/, "SSH-2.0-libssh2_", /^SSH-2\.0-libssh2_(1\.\d+\.\d+)/)),
  library("libgit2", path(/^libgit2\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("pcre2", versionText(/^libpcre2[^/]*\.so/, /^(10\.\d+) \d{4}-\d\d-\d\d$/)),
  library("pcre", versionText(/^libpcre\.so/, /^(8\.\d+) \d{4}-\d\d-\d\d$/)),
  library("gmp", versionText(/^libgmp\.so/, /^(6\.\d+\.\d+)$/)),
  library("libyaml", versionText(/^libyaml-0\.so/, /^(0\.\d\.\d+)$/)),
  library("libuv", versionText(/^libuv\.so/, /^(1\.\d+\.\d+)$/)),
  library("cyrus-sasl", versionText(/^libsasl2\.so/, /^(2\.1\.\d+)$/)),
  library("freetds", near(/^lib(?:sybdb|ct)\.so/, "freetds v", /^freetds v(\d+\.\d+(?:\.\d+)?)/)),
  library("unixodbc", versionText(/^libodbc(?:inst)?\.so/, /^(2\.3\.\d+)$/)),
  library("boost", path(/^libboost_[^/]*\.so/, /\.so\.(1\.\d+\.\d+)$/)),
  library("qt", path(/^libQt[56][^/]*\.so/, /\.so\.([56]\.\d+\.\d+)$/)),
  // Red Hat's file names end with the whole release; other files contain it as a text, which the table of programs covers.
  library("openssl", path(/^lib(?:ssl|crypto)\.so/, /\.so\.([13]\.[01]\.\d[a-z]?)$/)),
];

/** OPENSSL_VERSION_TEXT in files that OpenSSL is linked into. */
export const linkedOpenssl = {
  // cryptography's own module (its documentation, "Installation": wheels contain OpenSSL); the names of other files do not tell.
  on: "_rust.abi3.so _openssl.abi3.so",
  in: /\/cryptography\/hazmat\/bindings\/$/,
  near: "OpenSSL ",
  version: /^OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d+ [A-Z][a-z]+ \d{4}/,
} satisfies Place;

function library(name: string, ...places: readonly Place[]): Program {
  return { name, places };
}

function near(on: RegExp, text: string, version: RegExp): Place {
  return { on, near: text, version };
}

function versionText(on: RegExp, text: RegExp): Place {
  return { on, alone: text };
}

function path(on: RegExp, version: RegExp): Place {
  return { on, path: version };
}
