// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/volume.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

namespace calotype::catalog {

namespace {

/// mountinfo and udev write blanks and the like as octal or hexadecimal escapes.
std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool octal = text[i] == '\\' && i + 3 < text.size() && text[i + 1] != 'x';
    const bool hexadecimal = text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x';
    unsigned value = 0;
    const char* const digits = text.data() + i + (hexadecimal ? 2 : 1);
    const char* const end = text.data() + i + 4;
    if ((octal || hexadecimal) &&
        std::from_chars(digits, end, value, hexadecimal ? 16 : 8).ptr == end) {
      plain += char(value);
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string withoutSlashes(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  while (!path.empty() && path.front() == '/') path.erase(0, 1);
  return path;
}

/// Device number -> name of the link that leads to it.
std::map<std::uint64_t, std::string> namesOfDevices(const fs::path& folder) {
  std::map<std::uint64_t, std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    struct stat status {};
    if (::stat(entry->path().c_str(), &status) == 0 && S_ISBLK(status.st_mode))
      names[status.st_rdev] = unescaped(entry->path().filename().native());
  }
  return names;
}

/// `path` below `above`, both without slashes at their ends; "" is above everything.
std::optional<std::string> below(const std::string& path, const std::string& above) {
  if (above.empty() || path == above) return above.empty() ? path : std::string();
  if (!path.starts_with(above + '/')) return std::nullopt;
  return path.substr(above.size() + 1);
}

std::string joined(const std::string& above, const std::string& path) {
  return above.empty() || path.empty() ? above + path : above + '/' + path;
}

}  // namespace

bool FolderIdentity::isCertainly(const FolderIdentity& other) const {
  const bool disksKnown = !uuid.empty() && !other.uuid.empty();
  const bool birthsKnown = bornNs && other.bornNs;
  if (inode != other.inode || (disksKnown && uuid != other.uuid) ||
      (birthsKnown && *bornNs != *other.bornNs))
    return false;
  return disksKnown || birthsKnown;
}

Volumes Volumes::mounted(const fs::path& mountTable, const fs::path& disks) {
  Volumes volumes;
  const auto uuids = namesOfDevices(disks / "by-uuid");
  const auto labels = namesOfDevices(disks / "by-label");
  std::ifstream table(mountTable);
  for (std::string line; std::getline(table, line);) {
    // 36 35 98:0 /root /point options … - type source superOptions
    std::istringstream fields(line);
    std::string id, parent, device, root, point, word, type, source;
    if (!(fields >> id >> parent >> device >> root >> point)) continue;
    while (fields >> word && word != "-") {
    }
    fields >> type >> source;
    unsigned major = 0, minor = 0;
    if (std::sscanf(device.c_str(), "%u:%u", &major, &minor) != 2) continue;
    Mount mount{
        gnu_dev_makedev(major, minor), withoutSlashes(unescaped(root)), unescaped(point), {}, {}};
    // btrfs and the like give each mount a number of its own: the source names the disk.
    struct stat status {};
    const auto disk = uuids.contains(mount.device) ? mount.device
                      : ::stat(unescaped(source).c_str(), &status) == 0 && S_ISBLK(status.st_mode)
                          ? std::uint64_t(status.st_rdev)
                          : 0;
    if (const auto found = uuids.find(disk); found != uuids.end()) mount.uuid = found->second;
    if (const auto found = labels.find(disk); found != labels.end()) mount.label = found->second;
    volumes.mounts_.push_back(std::move(mount));
  }
  return volumes;
}

std::optional<FolderIdentity> Volumes::identify(const fs::path& folder) const {
  struct statx status {};
  if (::statx(AT_FDCWD, folder.c_str(), 0, STATX_BASIC_STATS | STATX_BTIME, &status) != 0 ||
      !S_ISDIR(status.stx_mode))
    return std::nullopt;
  FolderIdentity identity;
  identity.inode = status.stx_ino;
  if ((status.stx_mask & STATX_BTIME) != 0 && status.stx_btime.tv_sec != 0)
    identity.bornNs =
        std::int64_t(status.stx_btime.tv_sec) * 1'000'000'000 + status.stx_btime.tv_nsec;

  std::error_code error;
  const auto real = withoutSlashes(fs::canonical(folder, error).native());
  const auto device = gnu_dev_makedev(status.stx_dev_major, status.stx_dev_minor);
  const Mount* best = nullptr;
  for (const auto& mount : mounts_) {
    // Of several mounts over one another the last one counts.
    const auto point = withoutSlashes(mount.point.native());
    if (mount.device != device || !below(real, point)) continue;
    if (best == nullptr || point.size() >= withoutSlashes(best->point.native()).size())
      best = &mount;
  }
  if (best == nullptr) return identity;
  identity.uuid = best->uuid;
  identity.label = best->label;
  identity.pathInVolume = joined(best->root, *below(real, withoutSlashes(best->point.native())));
  return identity;
}

std::optional<fs::path> Volumes::find(const std::string& uuid,
                                      const std::string& pathInVolume) const {
  if (uuid.empty()) return std::nullopt;
  for (const auto& mount : mounts_) {
    if (mount.uuid != uuid) continue;
    const auto rest = below(pathInVolume, mount.root);
    if (!rest) continue;
    const auto place = rest->empty() ? mount.point : mount.point / *rest;
    if (const auto found = identify(place); found && found->uuid == uuid) return place;
  }
  return std::nullopt;
}

}  // namespace calotype::catalog
