import com.android.apksig.ApkVerifier;
import com.android.apksig.util.DataSources;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.InvalidKeyException;
import java.security.InvalidAlgorithmParameterException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import sun.security.pkcs.PKCS7;
import sun.security.pkcs.SignerInfo;

/**
 * Judges packages with apksig, many in one run.
 *
 * <p>Standard input holds for each package its size, that of the .idsig file beside it (-1 where there is none), the first
 * and the last platform (-1 where the package's own, or no last one, is meant; 32-bit numbers, most significant byte
 * first), and the bytes of both. The first line of the output says whether this apksig knows v3.1. The answer is a line of
 * five fields between tabulators: "verified" or "rejected", schemes, SHA-256 of the signers' certificates, and the names of errors or
 * the class of an exception, each a list between commas; and what
 * the JDK's reader of signed data says of the signature blocks of v1, nothing where there are none.
 */
public final class Reference {
    private static final int SECONDS = Integer.getInteger("seconds", 20);

    /** The method that tells whether v3.1 verified, which came with apksig 33. */
    private static final String V31 = "isVerifiedUsingV31Scheme";
    private static final boolean KNOWS_V31 =
            Arrays.stream(ApkVerifier.Result.class.getMethods()).anyMatch(method -> method.getName().equals(V31));

    /** apksig takes the .idsig file only as a file. */
    private static final File IDSIG;

    static {
        try {
            IDSIG = File.createTempFile("mutant", ".idsig");
            IDSIG.deleteOnExit();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Reference() {}

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new AndroidNames());
        // Android disables no algorithm.
        Security.setProperty("jdk.jar.disabledAlgorithms", "");
        ExecutorService executor = Executors.newSingleThreadExecutor(runnable -> {
            Thread thread = new Thread(runnable);
            thread.setDaemon(true);
            return thread;
        });
        DataInputStream input = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        PrintStream output =
                new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        // apksig prints what it cannot parse.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        output.println(KNOWS_V31 ? "v3.1" : "");
        output.flush();
        while (true) {
            int size;
            try {
                size = input.readInt();
            } catch (EOFException end) {
                return;
            }
            int idsigSize = input.readInt();
            int min = input.readInt();
            int max = input.readInt();
            byte[] apk = new byte[size];
            input.readFully(apk);
            byte[] idsig = idsigSize < 0 ? null : new byte[idsigSize];
            if (idsig != null) {
                input.readFully(idsig);
            }
            String answer;
            try {
                answer = executor.submit(() -> judge(apk, idsig, min, max)).get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                answer = "rejected\t\t\t" + name(failure.getCause()) + "\t";
            } catch (TimeoutException failure) {
                output.println("rejected\t\t\tHANG");
                output.flush();
                return;
            }
            output.println(answer);
            output.flush();
        }
    }

    private static String judge(byte[] apk, byte[] idsig, int min, int max) throws Exception {
        ApkVerifier.Builder builder =
                new ApkVerifier.Builder(DataSources.asDataSource(ByteBuffer.wrap(apk)));
        if (min >= 0) {
            builder.setMinCheckedPlatformVersion(min);
        }
        if (max >= 0) {
            builder.setMaxCheckedPlatformVersion(max);
        }
        if (idsig != null) {
            Files.write(IDSIG.toPath(), idsig);
            builder.setV4SignatureFile(IDSIG);
        }
        ApkVerifier.Result result = builder.build().verify();
        Set<String> schemes = new LinkedHashSet<>();
        if (result.isVerifiedUsingV1Scheme()) schemes.add("v1");
        if (result.isVerifiedUsingV2Scheme()) schemes.add("v2");
        if (result.isVerifiedUsingV3Scheme()) schemes.add("v3");
        if (KNOWS_V31 && (boolean) ApkVerifier.Result.class.getMethod(V31).invoke(result)) schemes.add("v3.1");
        if (result.isVerifiedUsingV4Scheme()) schemes.add("v4");
        if (result.isSourceStampVerified()) schemes.add("stamp");
        Set<String> certificates = new TreeSet<>();
        for (X509Certificate certificate : result.getSignerCertificates()) {
            certificates.add(sha256(certificate.getEncoded()));
        }
        List<ApkVerifier.IssueWithParams> errors = result.getAllErrors();
        String names = errors.stream().map(error -> error.getIssue().name() + cause(error)).distinct()
                .collect(Collectors.joining(","));
        String verdict = result.isVerified() ? "verified" : "rejected";
        return String.join("\t", verdict, String.join(",", schemes), String.join(",", certificates), names, jdk(apk));
    }

    /** What the JDK's verifier of JARs (SignatureFileVerifier) asks of each signature block. */
    private static String jdk(byte[] apk) {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(apk))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith("META-INF/")) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
            String answer = "";
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (!file.getKey().matches(".*\\.(RSA|DSA|EC)")) {
                    continue;
                }
                byte[] signed = files.get(file.getKey().replaceAll("\\.[A-Z]+$", ".SF"));
                SignerInfo[] signers = signed == null ? null : new PKCS7(file.getValue()).verify(signed);
                if (signers == null) {
                    return "unverified";
                }
                answer = "verified";
            }
            return answer;
        } catch (Exception failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            String name = cause.getClass().getSimpleName();
            return (name + ": " + cause.getMessage()).replaceAll("[\t\n,]", " ");
        }
    }

    /** The exception that made an error. */
    private static String cause(ApkVerifier.IssueWithParams error) {
        for (Object parameter : error.getParams()) {
            if (parameter instanceof Throwable) {
                return "(" + name((Throwable) parameter) + ")";
            }
        }
        return "";
    }

    /** The class of a failure and of its cause, and whether the reader of binary XML made it. */
    private static String name(Throwable failure) {
        Throwable cause = failure.getCause();
        String name = failure.getClass().getSimpleName();
        if (cause != null && cause != failure) {
            name += "<" + cause.getClass().getSimpleName();
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            for (StackTraceElement call : each.getStackTrace()) {
                if (call.getClassName().contains("AndroidBinXmlParser")) {
                    return name + "@AndroidBinXmlParser";
                }
            }
        }
        return name;
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        StringBuilder hex = new StringBuilder();
        for (byte value : MessageDigest.getInstance("SHA-256").digest(bytes)) {
            hex.append(String.format("%02x", value));
        }
        return hex.toString();
    }

    /** RSA-PSS under the names that Android has for it and this runtime has not. */
    private static final class AndroidNames extends Provider {
        private static final long serialVersionUID = 1;

        AndroidNames() {
            super("AndroidNames", "1", "RSASSA-PSS under Android's names");
            for (String digest : new String[] {"SHA256", "SHA512"}) {
                putService(new Service(this, "Signature", digest + "withRSA/PSS", Pss.class.getName(), null, null) {
                    @Override
                    public Object newInstance(Object parameter) {
                        return new Pss();
                    }

                    @Override
                    public boolean supportsParameter(Object parameter) {
                        return true;
                    }
                });
            }
        }
    }

    /** Hands everything on to RSASSA-PSS. */
    public static final class Pss extends SignatureSpi {
        private final Signature real;

        public Pss() {
            try {
                real = Signature.getInstance("RSASSA-PSS");
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            real.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            throw new InvalidKeyException("only for verifying");
        }

        @Override
        protected void engineUpdate(byte value) throws SignatureException {
            real.update(value);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            real.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            throw new SignatureException("only for verifying");
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            return real.verify(signature);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters)
                throws InvalidAlgorithmParameterException {
            real.setParameter(parameters);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return real.getParameters();
        }
    }
}
