import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What the JDK's sequential reader finds in ZIPs, many in one run.
 *
 * <p>Standard input holds for each its size (32 bits, most significant byte first) and its bytes. The answer is a line: "read", and
 * for each entry, between tabulators, the name in hex, the size and the CRC-32 of the content; or "refused" and the exception.
 */
public final class Streams {
    private Streams() {}

    public static void main(String[] arguments) throws Exception {
        DataInputStream input = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        while (true) {
            int size;
            try {
                size = input.readInt();
            } catch (EOFException end) {
                return;
            }
            byte[] bytes = input.readNBytes(size);
            output.println(read(bytes));
        }
    }

    private static String read(byte[] bytes) {
        StringBuilder line = new StringBuilder("read");
        byte[] buffer = new byte[1 << 16];
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                CRC32 checksum = new CRC32();
                long size = 0;
                for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                    checksum.update(buffer, 0, count);
                    size += count;
                }
                String name = HexFormat.of().formatHex(entry.getName().getBytes(StandardCharsets.UTF_8));
                line.append('\t').append(name).append(':').append(size).append(':').append(checksum.getValue());
            }
        } catch (Exception refused) {
            return "refused\t" + String.valueOf(refused).replace('\n', ' ').replace('\t', ' ');
        }
        return line.toString();
    }
}
