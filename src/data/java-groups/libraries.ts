/** Libraries of data, nets, secrets and texts (sources as of frameworks.ts): a table of `facts/packages/maven/known-groups.ts`. */
export const libraries = `
org.bouncycastle: bc-fips bcjmail-* bcmail-* bcpg-* bcpkix-* bcprov-* bctls-* bctsp-* bcutil-* bcmls-*
com.google.protobuf: protobuf-java protobuf-java-util protobuf-javalite protobuf-kotlin protobuf-kotlin-lite protobuf-lite
com.google.guava: failureaccess guava guava-testlib listenablefuture | com/google/common com/google/thirdparty
com.google.code.gson: gson | com/google/gson
com.google.inject: guice
com.google.inject.extensions: guice-*
com.google.api: api-common gax gax-* | com/google/api
com.google.api.grpc: proto-google-* grpc-google-* | com/google
com.google.api-client: google-api-client google-api-client-* | com/google/api/client
com.google.apis: google-api-services-* | com/google/api/services
com.google.auth: google-auth-library-*
com.google.auto.value: auto-value auto-value-annotations
com.google.auto.service: auto-service auto-service-annotations
com.google.cloud: google-cloud-*
com.google.crypto.tink: tink tink-*
com.google.dagger: dagger dagger-* hilt-* | dagger
com.google.errorprone: error_prone_*
com.google.firebase: firebase-admin
com.google.flogger: flogger flogger-*
com.google.http-client: google-http-client google-http-client-* | com/google/api/client
com.google.j2objc: j2objc-annotations
com.google.oauth-client: google-oauth-client google-oauth-client-* | com/google/api/client
com.google.re2j: re2j
com.google.truth: truth
com.google.zxing: core javase | com/google/zxing
com.google.android: annotations | android
com.googlecode.json-simple: json-simple | org/json/simple
com.googlecode.juniversalchardet: juniversalchardet | org/mozilla
com.googlecode.libphonenumber: libphonenumber carrier geocoder | com/google/i18n
com.googlecode.owasp-java-html-sanitizer: owasp-java-html-sanitizer | org/owasp/html
com.googlecode.javaewah: JavaEWAH
io.perfmark: perfmark-*
io.opencensus: opencensus-*
io.opentelemetry: opentelemetry-*
io.opentelemetry.contrib: opentelemetry-* | io/opentelemetry/contrib
io.opentelemetry.instrumentation: opentelemetry-* | io/opentelemetry/instrumentation
io.opentelemetry.javaagent: opentelemetry-javaagent opentelemetry-javaagent-*
io.opentelemetry.proto: opentelemetry-proto
io.opentelemetry.semconv: opentelemetry-semconv opentelemetry-semconv-*
io.opentracing: opentracing-*
io.jaegertracing: jaeger-*
io.zipkin.brave: brave brave-* | brave
io.zipkin.reporter2: zipkin-* | zipkin2/reporter
io.zipkin.zipkin2: zipkin | zipkin2
io.prometheus: prometheus-metrics-* simpleclient simpleclient_*
io.prometheus.jmx: jmx_prometheus_* collector
io.dropwizard.metrics: metrics-* | com/codahale io/dropwizard
com.codahale.metrics<3.1: metrics-* | com/codahale
com.yammer.metrics: metrics-* | com/yammer
io.sentry: sentry sentry-*
com.datadoghq: dd-java-agent dd-trace-* java-dogstatsd-client | datadog com/timgroup
com.newrelic.agent.java: newrelic-agent newrelic-api
org.hdrhistogram: HdrHistogram | org/HdrHistogram
org.latencyutils: LatencyUtils | org/LatencyUtils
com.h2database: h2 h2-mvstore | org/h2
org.hsqldb>=2: hsqldb sqltool | org/hsqldb
hsqldb<2: hsqldb | org/hsqldb
org.apache.derby: derby derbyclient derbyLocale_* derbynet derbyoptionaltools derbyshared derbytools
com.mysql: mysql-connector-j | com/mysql
mysql: mysql-connector-java | com/mysql org/gjt
org.mariadb.jdbc: mariadb-java-client
com.oracle.database.jdbc: ojdbc5 ojdbc6 ojdbc7 ojdbc8 ojdbc10 ojdbc11 ojdbc17 ucp ucp11 ucp17 | oracle
com.oracle.database.security: oraclepki osdt_cert osdt_core | oracle
com.microsoft.sqlserver: mssql-jdbc sqljdbc4
net.sourceforge.jtds: jtds
org.xerial: sqlite-jdbc | org/sqlite
org.xerial.snappy: snappy-java
com.ibm.db2: jcc db2jcc db2jcc4 | com/ibm
com.ibm.icu: icu4j icu4j-* | com/ibm/icu
com.mchange: c3p0 mchange-commons-java
c3p0<0.9.2: c3p0 | com/mchange
com.zaxxer: HikariCP
org.jooq: jooq jooq-* joor joox jool
org.jdbi: jdbi3-*
org.flywaydb: flyway-*
org.liquibase: liquibase-core | liquibase
org.mongodb: bson bson-* mongo-java-driver mongodb-* | com/mongodb org/bson
org.mongodb.scala: mongo-scala-*
org.neo4j.driver: neo4j-java-driver
org.neo4j: neo4j-*
com.datastax.oss: java-driver-*
com.datastax.cassandra: cassandra-driver-*
org.apache.cassandra: apache-cassandra cassandra-all cassandra-*
redis.clients: jedis
io.lettuce: lettuce-core
org.redisson: redisson redisson-*
com.influxdb: influxdb-client-*
org.rocksdb: rocksdbjni
org.lz4: lz4-java lz4-pure-java | net/jpountz
at.yawk.lz4>=1.8.1: lz4-java | net/jpountz
net.jpountz.lz4: lz4 | net/jpountz
com.github.luben: zstd-jni
org.tukaani: xz
org.brotli: dec
com.aayushatharva.brotli4j: brotli4j
net.sf.ehcache: ehcache ehcache-core
org.ehcache>=3: ehcache ehcache-* | org/ehcache
javax.cache: cache-api
com.github.ben-manes.caffeine: caffeine jcache simulator | com/github/benmanes
net.spy: spymemcached
net.java.dev.jna: jna jna-jpms jna-platform jna-platform-jpms platform | com/sun/jna
com.github.jnr: jffi jnr-* | jnr com/kenai
com.sleepycat: je
com.jcraft: jsch jzlib
com.github.mwiede>=0.1.56: jsch | com/jcraft
com.hierynomus: sshj smbj asn-one | net/schmizz com/hierynomus
org.codelibs: jcifs
jcifs: jcifs | jcifs
org.java-websocket: Java-WebSocket | org/java_websocket
io.socket: engine.io-client socket.io-client
com.ning: async-http-client compress-lzf
org.asynchttpclient: async-http-client
com.unboundid: unboundid-ldapsdk
io.jsonwebtoken: jjwt jjwt-*
com.auth0: auth0 java-jwt jwks-rsa
org.bitbucket.b_c: jose4j | org/jose4j
com.nimbusds: nimbus-jose-jwt oauth2-oidc-sdk
org.opensaml: opensaml opensaml-*
org.pac4j: pac4j-* | org/pac4j
org.conscrypt: conscrypt-*
com.yubico: webauthn-server-*
com.webauthn4j: webauthn4j-*
net.i2p.crypto: eddsa
com.lmax: disruptor
org.agrona: agrona agrona-agent
io.aeron: aeron-*
uk.co.real-logic: sbe-*
org.roaringbitmap: RoaringBitmap roaringbitmap shims bsi
it.unimi.dsi: dsiutils fastutil fastutil-*
com.carrotsearch: hppc
com.carrotsearch.randomizedtesting: randomizedtesting-runner junit4-ant
net.sf.trove4j: trove4j core | gnu/trove
com.esotericsoftware: kryo kryo5 kryo-shaded minlog reflectasm
com.esotericsoftware.kryo: kryo | com/esotericsoftware/kryo
joda-time: joda-time joda-time-hibernate | org/joda
org.joda: joda-money joda-convert
antlr: antlr | antlr
org.antlr: ST4 antlr antlr-complete antlr-runtime antlr4 antlr4-* stringtemplate | org/antlr org/stringtemplate
ognl: ognl | ognl
org.freemarker: freemarker freemarker-* | freemarker
freemarker<2.3.20: freemarker | freemarker
com.fasterxml: aalto-xml classmate
com.fasterxml.jackson.core: jackson-annotations jackson-core jackson-databind
tools.jackson.core>=3: jackson-core jackson-databind | tools/jackson
com.fasterxml.jackson.dataformat: jackson-dataformat-*
tools.jackson.dataformat>=3: jackson-dataformat-* | tools/jackson
com.fasterxml.jackson.datatype: jackson-datatype-*
tools.jackson.datatype>=3: jackson-datatype-* | tools/jackson
com.fasterxml.jackson.module: jackson-module-*
tools.jackson.module>=3: jackson-module-* | tools/jackson
com.fasterxml.jackson.jaxrs: jackson-jaxrs-*
com.fasterxml.jackson.jakarta.rs: jackson-jakarta-rs-*
com.fasterxml.jackson.jr: jackson-jr-*
tools.jackson.jr>=3: jackson-jr-* | tools/jackson
com.fasterxml.woodstox: woodstox-core | com/ctc/wstx com/fasterxml
org.codehaus.woodstox: stax2-api woodstox-core-asl wstx-asl | org/codehaus com/ctc
org.yaml: snakeyaml
org.slf4j: jcl-over-slf4j jul-to-slf4j log4j-over-slf4j osgi-over-slf4j slf4j-* | org/slf4j org/apache
ch.qos.logback: logback-*
org.apache.logging.log4j: log4j-* | org/apache
io.netty: netty netty-* | io/netty org/jboss/netty
org.apache.httpcomponents: fluent-hc httpasyncclient httpclient httpclient-cache httpclient-osgi httpcore httpcore-nio httpmime | org/apache/http
org.apache.httpcomponents.client5: httpclient5 httpclient5-* | org/apache/hc
org.apache.httpcomponents.core5: httpcore5 httpcore5-* | org/apache/hc
org.apache.pdfbox: fontbox jempbox pdfbox pdfbox-* preflight xmpbox | org/apache
org.apache.xmlgraphics: batik-* fop fop-* xmlgraphics-commons | org/apache
org.apache.poi: ooxml-schemas poi poi-* | org/apache/poi org/openxmlformats com/microsoft
org.apache.struts: struts2-* struts-* | org/apache com/opensymphony
org.apache.zookeeper: zookeeper zookeeper-*
org.eclipse.jetty.http2: http2-* jetty-http2-* | org/eclipse/jetty
org.eclipse.jetty.websocket: javax-websocket-* jetty-websocket-* websocket-* | org/eclipse/jetty
org.eclipse.jetty: jetty-alpn-* jetty-annotations jetty-client jetty-continuation jetty-deploy jetty-http jetty-io jetty-jaas jetty-jmx jetty-jndi jetty-plus jetty-proxy jetty-rewrite jetty-security jetty-server jetty-servlet jetty-servlets jetty-session jetty-util jetty-util-ajax jetty-webapp jetty-xml
org.codehaus.jackson: jackson-core-asl jackson-core-lgpl jackson-jaxrs jackson-mapper-asl jackson-mapper-lgpl jackson-smile jackson-xc
org.codehaus.jettison: jettison
org.codehaus.janino: commons-compiler commons-compiler-jdk janino
org.json: json
net.sf.json-lib: json-lib | net/sf/json
com.jayway.jsonpath: json-path json-path-assert
io.rest-assured: json-path json-schema-validator rest-assured rest-assured-* spring-mock-mvc xml-path | io/restassured
net.minidev: accessors-smart json-smart
com.networknt: json-schema-validator
com.github.java-json-tools: btf jackson-coreutils json-patch json-schema-core json-schema-validator msg-simple uri-template | com/github/fge
com.github.fge: btf jackson-coreutils json-patch json-schema-core json-schema-validator msg-simple uri-template | com/github/fge
com.vaadin.external.google: android-json | org/json
org.skyscreamer: jsonassert
io.swagger.core.v3: swagger-* | io/swagger/v3
io.swagger.parser.v3: swagger-parser swagger-parser-* | io/swagger/v3/parser
io.swagger: swagger-* | io/swagger
io.vavr: vavr vavr-match
io.github.classgraph: classgraph | io/github/classgraph nonapi
org.reflections: reflections
com.thoughtworks.xstream: xstream xstream-*
org.codehaus.castor: castor castor-* | org/castor org/exolab
com.googlecode.jarjar: jarjar | com/tonicsystems
com.thoughtworks.paranamer: paranamer
xerces: xercesImpl xmlParserAPIs | org/apache/xerces org/w3c org/apache/html
xalan: serializer xalan xsltc | org/apache/xalan org/apache/xml org/apache/xpath
xml-apis: xml-apis xml-apis-ext | javax/xml org/w3c
xml-resolver: xml-resolver | org/apache/xml
xom: xom | nu/xom
xpp3: xpp3 xpp3_min xpp3_xpath | org/xmlpull
xmlpull: xmlpull | org/xmlpull
jaxen: jaxen | org/jaxen
org.dom4j>=2: dom4j | org/dom4j
dom4j<2: dom4j | org/dom4j
org.jdom: jdom jdom-legacy jdom2 | org/jdom org/jdom2
jdom<1.1: jdom | org/jdom
net.sf.saxon: Saxon-HE saxon saxon-* | net/sf/saxon com/saxonica
net.sourceforge.nekohtml: nekohtml | org/cyberneko
nekohtml<1.9.13: nekohtml | org/cyberneko
net.sourceforge.htmlunit: htmlunit htmlunit-* neko-htmlunit | com/gargoylesoftware net/sourceforge org/apache
net.sourceforge.htmlcleaner: htmlcleaner | org/htmlcleaner
org.htmlunit>=3: htmlunit htmlunit-* neko-htmlunit
net.sf.jasperreports: jasperreports jasperreports-*
com.lowagie: itext itext-rtf | com/lowagie
com.itextpdf: itextpdf itext-asian barcodes forms io kernel layout pdfa sign | com/itextpdf
com.github.librepdf: openpdf openpdf-* | com/lowagie org/librepdf org/openpdf
org.jfree: jcommon jfreechart jfreesvg
jfree<1.0.10: jcommon jfreechart | org/jfree
org.apache.arrow: arrow-algorithm arrow-compression arrow-format arrow-memory-* arrow-vector flight-*
org.apache.beam: beam-*
org.apache.calcite: calcite-*
org.apache.calcite.avatica: avatica avatica-*
org.apache.geode: geode-*
org.apache.iceberg: iceberg-*
org.apache.jmeter: ApacheJMeter ApacheJMeter_* jorphan | org/apache
org.apache.directory.server: apacheds-*
org.apache.directory.api: api-all api-asn1-* api-ldap-* api-util | org/apache/directory
org.apache.maven: maven-artifact maven-builder-support maven-compat maven-core maven-embedder maven-model maven-model-builder maven-plugin-api maven-repository-metadata maven-resolver-provider maven-settings maven-settings-builder maven-slf4j-provider
org.apache.maven.plugins: maven-*-plugin
org.apache.maven.resolver: maven-resolver-* | org/eclipse/aether org/apache/maven
org.apache.maven.shared: maven-shared-*
org.apache.maven.surefire: common-java5 common-junit3 common-junit4 common-junit48 maven-surefire-common surefire-*
org.apache.maven.wagon: wagon-*
org.apache.samza: samza-*
org.apache.thrift: libfb303 libthrift
org.apache.commons: commons-collections4 commons-compress commons-configuration2 commons-crypto commons-csv commons-dbcp2 commons-email commons-exec commons-fileupload2-* commons-jexl commons-jexl3 commons-lang3 commons-math commons-math3 commons-math4-* commons-pool2 commons-rng-* commons-text commons-vfs2
net.java.dev.jets3t: jets3t | org/jets3t
edu.stanford.nlp: stanford-corenlp
edu.ucar: cdm cdm-core netcdf netcdf4 httpservices grib opendap | ucar opendap thredds
org.ejml: ejml-*
org.lamport: tla2tools | tlc2 tla2sany pcal
org.netbeans.api: org-netbeans-api-* org-openide-* | org/netbeans org/openide
org.netbeans.modules: org-netbeans-modules-* | org/netbeans
org.projectnessie.nessie: nessie-* | org/projectnessie
dk.brics.automaton<1.12: automaton | dk/brics
dk.brics: automaton | dk/brics
com.stripe: stripe-java
net.dv8tion: JDA
com.baomidou: mybatis-plus mybatis-plus-* dynamic-datasource-*
com.alibaba: druid druid-* dubbo easyexcel fastjson transmittable-thread-local | com/alibaba
org.apache.dubbo: dubbo dubbo-* | org/apache/dubbo
org.tmatesoft.svnkit: svnkit svnkit-*
org.eclipse.collections: eclipse-collections eclipse-collections-*
software.amazon.ion: ion-java
com.amazon.ion: ion-java ion-* | com/amazon/ion
org.jctools: jctools-*
com.github.javaparser: javaparser-core javaparser-symbol-solver-core
org.bytedeco: javacpp javacv openblas opencv ffmpeg
ai.djl: api basicdataset model-zoo | ai/djl
ai.djl.huggingface: tokenizers
ai.djl.pytorch: pytorch-engine pytorch-jni pytorch-model-zoo pytorch-native-*
`;
