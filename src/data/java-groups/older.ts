/** Names of Maven 1, `javax` and its successors (sources as in frameworks.ts): a table of `facts/packages/maven/known-groups.ts`. */
export const older = `
commons-beanutils: commons-beanutils commons-beanutils-core commons-beanutils-bean-collections | org/apache/commons
commons-chain: commons-chain | org/apache/commons
commons-cli: commons-cli | org/apache/commons
commons-codec: commons-codec | org/apache/commons
commons-collections: commons-collections | org/apache/commons
commons-configuration: commons-configuration | org/apache/commons
commons-daemon: commons-daemon | org/apache/commons
commons-dbcp: commons-dbcp | org/apache/commons
commons-dbutils: commons-dbutils | org/apache/commons
commons-digester: commons-digester | org/apache/commons
commons-discovery: commons-discovery | org/apache/commons
commons-el: commons-el | org/apache/commons
commons-fileupload: commons-fileupload | org/apache/commons
commons-httpclient: commons-httpclient | org/apache/commons
commons-io: commons-io | org/apache/commons
commons-jxpath: commons-jxpath | org/apache/commons
commons-lang: commons-lang | org/apache/commons
commons-logging: commons-logging commons-logging-api commons-logging-adapters | org/apache/commons
commons-net: commons-net | org/apache/commons
commons-pool: commons-pool | org/apache/commons
commons-validator: commons-validator | org/apache/commons
log4j: log4j apache-log4j-extras | org/apache/log4j
ch.qos.reload4j: reload4j | org/apache/log4j
oro: oro | org/apache/oro
velocity: velocity velocity-dep | org/apache/velocity
struts: struts struts-el | org/apache/struts
axis: axis axis-jaxrpc axis-saaj axis-wsdl4j | org/apache/axis javax
wsdl4j: wsdl4j | com/ibm/wsdl javax/wsdl
taglibs: standard | org/apache/taglibs javax/servlet
javax.inject: javax.inject | javax/inject
javax.servlet: javax.servlet-api jstl servlet-api | javax/servlet org/apache/taglibs
javax.servlet.jsp: javax.servlet.jsp-api jsp-api | javax/servlet
javax.el: el-api javax.el-api | javax/el
javax.activation: activation javax.activation-api | javax/activation com/sun
com.sun.activation: javax.activation jakarta.activation | javax/activation jakarta/activation com/sun
javax.mail: mail javax.mail-api | javax/mail com/sun
com.sun.mail: jakarta.mail javax.mail | javax/mail jakarta/mail com/sun
javax.persistence: javax.persistence-api persistence-api | javax/persistence
javax.transaction: javax.transaction-api jta | javax/transaction
javax.validation: validation-api | javax/validation
javax.xml.bind: jaxb-api | javax/xml
com.sun.xml.bind: jaxb-core jaxb-impl jaxb-xjc | com/sun org/glassfish
com.sun.faces: jsf-api jsf-impl | com/sun/faces javax/faces
org.glassfish: jakarta.faces javax.faces javax.json jakarta.json | com/sun/faces javax jakarta org/glassfish
`;
