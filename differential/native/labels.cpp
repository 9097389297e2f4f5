// What libandroidfw shows on given devices for a string resource of a package, by both of its readers:
// ResTable (aapt, and devices before Android 9) and AssetManager2 (devices since).
//
// labels LOCALE,MCC,MNC,SDK... ; a line of input: PATH<TAB>ID in hex. A line of output: for each reader
// "!" where it refuses the table, else for each device "=" and the text in hex, or "-"; readers are
// parted by "|". "crash" where the library ends the process, in which each package is read.

#include <androidfw/ApkAssets.h>
#include <androidfw/AssetManager.h>
#include <androidfw/AssetManager2.h>
#include <androidfw/ResourceTypes.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

using namespace android;

// A phone, as Device::phone of beian has it.
static ResTable_config phone(const char* locale, int mcc, int mnc, int sdk) {
    ResTable_config config;
    memset(&config, 0, sizeof(config));
    config.size = sizeof(config);
    if (strcmp(locale, "-") != 0) config.setBcp47Locale(locale);
    config.mcc = mcc;
    config.mnc = mnc;
    config.sdkVersion = sdk;
    config.orientation = ResTable_config::ORIENTATION_PORT;
    config.touchscreen = ResTable_config::TOUCHSCREEN_FINGER;
    config.density = 480;
    config.keyboard = ResTable_config::KEYBOARD_NOKEYS;
    config.navigation = ResTable_config::NAVIGATION_NONAV;
    config.inputFlags = ResTable_config::KEYSHIDDEN_SOFT | ResTable_config::NAVHIDDEN_YES;
    config.screenWidth = 1080;
    config.screenHeight = 2400;
    config.screenLayout = ResTable_config::SCREENSIZE_NORMAL | ResTable_config::SCREENLONG_YES
            | ResTable_config::LAYOUTDIR_LTR;
    config.uiMode = ResTable_config::UI_MODE_TYPE_NORMAL | ResTable_config::UI_MODE_NIGHT_NO;
    config.smallestScreenWidthDp = 360;
    config.screenWidthDp = 360;
    config.screenHeightDp = 740;
    config.screenLayout2 = ResTable_config::SCREENROUND_NO;
    config.colorMode = ResTable_config::WIDE_COLOR_GAMUT_NO | ResTable_config::HDR_NO;
    return config;
}

static void print(const Res_value& value, const ResStringPool* pool) {
    std::string text;
    if (value.dataType == Res_value::TYPE_INT_DEC || value.dataType == Res_value::TYPE_INT_HEX) {
        text = std::to_string(static_cast<int32_t>(value.data));
    } else if (value.dataType == Res_value::TYPE_INT_BOOLEAN) {
        text = value.data ? "true" : "false";
    } else if (value.dataType == Res_value::TYPE_STRING && pool != nullptr) {
        // As android.content.res.StringBlock does.
        size_t length;
        if (const char* utf8 = pool->string8At(value.data, &length)) {
            // JNI reads to the NUL.
            text = utf8;
        } else if (const char16_t* utf16 = pool->stringAt(value.data, &length)) {
            text = String8(utf16, length).string();
        } else {
            printf(" -");
            return;
        }
    } else {
        printf(" -");
        return;
    }
    printf(" =");
    for (unsigned char byte : text) printf("%02x", byte);
}

static void old_reader(const std::string& path, uint32_t id, const std::vector<ResTable_config>& devices) {
    AssetManager assets;
    int32_t cookie;
    if (!assets.addAssetPath(String8(path.c_str()), &cookie)) {
        printf(" !");
        return;
    }
    ResTable& table = const_cast<ResTable&>(assets.getResources(false));
    if (table.getError() != NO_ERROR) {
        printf(" !");
        return;
    }
    for (const ResTable_config& device : devices) {
        table.setParameters(&device);
        Res_value value;
        ssize_t block = table.getResource(id, &value, true);
        if (block >= 0) block = table.resolveReference(&value, block);
        if (block < 0) printf(" -");
        else print(value, table.getTableStringBlock(block));
    }
}

static void new_reader(const std::string& path, uint32_t id, const std::vector<ResTable_config>& devices) {
    auto apk = ApkAssets::Load(path);
    if (!apk) {
        printf(" !");
        return;
    }
    AssetManager2 assets;
    assets.SetApkAssets({apk.get()});
    for (const ResTable_config& device : devices) {
        assets.SetConfiguration(device);
        Res_value value;
        ResTable_config selected;
        uint32_t flags = 0, last = 0;
        ApkAssetsCookie cookie = assets.GetResource(id, true, 0, &value, &selected, &flags);
        if (cookie != kInvalidCookie) {
            cookie = assets.ResolveReference(cookie, &value, &selected, &flags, &last);
        }
        if (cookie == kInvalidCookie) printf(" -");
        else print(value, assets.GetStringPoolForCookie(cookie));
    }
}

using Reader = void (*)(const std::string&, uint32_t, const std::vector<ResTable_config>&);

static bool in_child(Reader reader, const std::string& path, uint32_t id,
                     const std::vector<ResTable_config>& devices) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), 2);
        alarm(20);
        reader(path, id, devices);
        fflush(stdout);
        _exit(0);
    }
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(int count, char** arguments) {
    std::vector<ResTable_config> devices;
    for (int at = 1; at < count; at++) {
        char locale[32];
        int mcc, mnc, sdk;
        if (sscanf(arguments[at], "%31[^,],%d,%d,%d", locale, &mcc, &mnc, &sdk) != 4) return 2;
        devices.push_back(phone(locale, mcc, mnc, sdk));
    }
    std::string line;
    while (std::getline(std::cin, line)) {
        size_t tab = line.find('\t');
        std::string path = line.substr(0, tab);
        uint32_t id = strtoul(line.c_str() + tab + 1, nullptr, 16);
        if (!in_child(old_reader, path, id, devices)) printf(" crash");
        printf(" |");
        if (!in_child(new_reader, path, id, devices)) printf(" crash");
        printf("\n");
        fflush(stdout);
    }
}
