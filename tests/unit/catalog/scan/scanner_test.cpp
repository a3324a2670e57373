// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/scanner.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <thread>

#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

/// All that a scan gave.
struct Scanned {
  Status status;
  std::map<std::string, FolderListing> folders;
  std::vector<ScanProblem> problems;
  std::int64_t found = 0;

  std::vector<std::string> files() const {
    std::vector<std::string> paths;
    for (const auto& [folder, listing] : folders)
      for (const auto& file : listing.files)
        paths.push_back(folder.empty() ? file.name : folder + '/' + file.name);
    return paths;
  }
};

using Paths = std::vector<std::string>;

class ScannerTest : public testing::Test {
 protected:
  void write(const std::string& path, const std::string& bytes = "x") {
    const auto whole = root / path;
    fs::create_directories(whole.parent_path());
    std::ofstream(whole, std::ios::binary) << bytes;
  }
  Scanned scan(const std::string& below = "", ScanOptions options = {}) {
    Scanned scanned;
    BoundedQueue<FileEvent> queue(4);
    Scanner scanner(std::move(options));
    std::jthread thread([&] {
      scanned.status = scanner.scan({RootId{5}, root, true}, below, Scanner::Depth::All, queue, {});
      queue.close();
    });
    while (auto event = queue.pop()) {
      if (auto* listing = std::get_if<FolderListing>(&*event)) {
        EXPECT_EQ(listing->root, RootId{5});
        const auto name = listing->folder;
        EXPECT_TRUE(scanned.folders.emplace(name, std::move(*listing)).second) << "listed twice";
      } else {
        scanned.problems.push_back(std::get<ScanProblem>(std::move(*event)));
      }
    }
    thread.join();
    scanned.found = scanner.found();
    return scanned;
  }

  test::TemporaryFolder folder;
  fs::path root = folder.path();
};

TEST_F(ScannerTest, PicturesByNameOrContentAndNothingElse) {
  write("a.jpg");
  write("sub/B.PNG");
  write("sub/deep/no extension", "\xff\xd8\xff\xe0 and more");
  write("sub/wrong.txt", "GIF89a and more");
  write("empty.jpg", "");
  write(".hidden name.jpg");
  write("notes.txt", "hello");
  write("a.jpg.xmp", "<x:xmpmeta/>");
  write("._a.jpg");
  write("empty", "");
  const auto scanned = scan();
  ASSERT_TRUE(scanned.status) << scanned.status.error().message;
  EXPECT_EQ(scanned.files(), (Paths{".hidden name.jpg", "a.jpg", "empty.jpg", "sub/B.PNG",
                                    "sub/wrong.txt", "sub/deep/no extension"}));
  EXPECT_EQ(scanned.found, 6);
  EXPECT_EQ(scanned.folders.at("").subfolders, Paths{"sub"});
  EXPECT_TRUE(scanned.problems.empty());
}

TEST_F(ScannerTest, StatDataIsThatOfTheFile) {
  write("a.jpg", "12345");
  struct stat status {};
  ASSERT_EQ(::stat((root / "a.jpg").c_str(), &status), 0);
  const auto stat = scan().folders.at("").files.at(0).stat;
  EXPECT_EQ(stat.size, 5u);
  EXPECT_EQ(stat.mtimeNs, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec);
  EXPECT_EQ(stat.inode, status.st_ino);
  EXPECT_EQ(stat.device, status.st_dev);
}

TEST_F(ScannerTest, NamesAreBytes) {
  const Paths names = {"%s.jpg",        "-rf.jpg",       "a b.jpg",
                       "caf\xe9.jpg",   "new\nline.jpg", "quote'\".jpg",
                       "u\xcc\x88.jpg", "\xc3\xbc.jpg",  "\xff\xfe\x80.jpg"};
  for (const auto& name : names) write("odd\xff\n/" + name);
  write("odd\xff\n/" + std::string(251, 'n') + ".jpg");
  const auto scanned = scan();
  const auto& listing = scanned.folders.at("odd\xff\n");
  ASSERT_EQ(listing.files.size(), names.size() + 1);
  for (const auto& name : names)
    EXPECT_TRUE(std::any_of(listing.files.begin(), listing.files.end(), [&](const FoundFile& file) {
      return file.name == name;
    })) << displayText(name);
  EXPECT_EQ(scan("odd\xff\n").folders.size(), 1u);
}

TEST_F(ScannerTest, LinksAreNotFollowed) {
  write("real/a.jpg");
  fs::create_directory_symlink(root, root / "real/loop");
  fs::create_directory_symlink("..", root / "real/up");
  fs::create_symlink(root / "real/a.jpg", root / "link.jpg");
  fs::create_symlink("self.jpg", root / "self.jpg");
  const test::TemporaryFolder outside;
  std::ofstream(outside.path() / "secret.jpg") << "x";
  fs::create_directory_symlink(outside.path(), root / "outside");
  const auto scanned = scan();
  ASSERT_TRUE(scanned.status);
  EXPECT_EQ(scanned.files(), Paths{"real/a.jpg"});
  EXPECT_FALSE(scan("real/up").status) << "not on the way to the folder either";
}

TEST_F(ScannerTest, PipesSocketsAndDevicesAreNeverOpened) {
  write("a.jpg");
  ASSERT_EQ(::mkfifo((root / "pipe.jpg").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((root / "pipe").c_str(), 0600), 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = (root / "socket.jpg").native();
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(scan().files(), Paths{"a.jpg"});
  ::close(socket);
}

TEST_F(ScannerTest, HiddenFoldersBinsAndOurOwnCacheAreNotEntered) {
  write("a.jpg");
  for (const char* name :
       {".git", ".Trash-1000", "$RECYCLE.BIN", "lost+found", "@eaDir", "catalog/cache"})
    write(std::string(name) + "/b.jpg");
  ScanOptions options;
  options.ignored = {root / "catalog" / "cache", root / "not there"};
  const auto scanned = scan("", options);
  EXPECT_EQ(scanned.files(), Paths{"a.jpg"});
  EXPECT_EQ(scanned.folders.at("").subfolders.size(), 6u) << "seen, so nothing in them is gone";
}

TEST_F(ScannerTest, DepthIsLimitedAndSaid) {
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += "d/";
  write(deep + "a.jpg");
  write("d/d/b.jpg");
  const auto scanned = scan();
  ASSERT_TRUE(scanned.status);
  EXPECT_EQ(scanned.files(), Paths{"d/d/b.jpg"});
  ASSERT_EQ(scanned.problems.size(), 1u);
  EXPECT_EQ(scanned.problems[0].error.code, Code::TooLarge);
}

TEST_F(ScannerTest, ATreeDeeperThanAPathMayBeEndsAtTheLimit) {
  auto current = Descriptor(::open(root.c_str(), O_RDONLY | O_DIRECTORY));
  const std::string name(200, 'n');
  for (int i = 0; i < 66; ++i) {
    ASSERT_EQ(::mkdirat(current.get(), name.c_str(), 0700), 0);
    current = Descriptor(::openat(current.get(), name.c_str(), O_RDONLY | O_DIRECTORY));
  }
  const auto scanned = scan();
  ASSERT_TRUE(scanned.status);
  EXPECT_EQ(scanned.folders.size(), 65u);
  EXPECT_EQ(scanned.problems.size(), 1u);
}

TEST_F(ScannerTest, AMissingRootIsAnErrorAndNothingIsSaidOfItsFiles) {
  root /= "not there";
  const auto scanned = scan();
  ASSERT_FALSE(scanned.status);
  EXPECT_EQ(scanned.status.error().code, Code::NotFound);
  EXPECT_NE(scanned.status.error().message.find("not there"), std::string::npos);
  EXPECT_TRUE(scanned.folders.empty());
  EXPECT_FALSE(canBeListed(root));
}

TEST_F(ScannerTest, AFileIsNoRoot) {
  write("a.jpg");
  root /= "a.jpg";
  EXPECT_FALSE(scan().status);
}

/// The effective user becomes nobody as long as this lives: root may read everything.
class AsNobody {
 public:
  AsNobody() : was_(::geteuid()) { became_ = was_ != 0 || ::seteuid(65534) == 0; }
  ~AsNobody() { became_ = ::seteuid(was_) == 0; }
  bool became() const { return became_; }

 private:
  uid_t was_;
  bool became_ = false;
};

TEST_F(ScannerTest, AFolderThatCannotBeReadIsAProblemAndTheRestGoesOn) {
  write("closed/a.jpg");
  write("open/b.jpg");
  fs::permissions(root, fs::perms::all);
  fs::permissions(root / "closed", fs::perms::none);
  {
    const AsNobody nobody;
    if (!nobody.became()) GTEST_SKIP() << "this needs a user who may not read everything";
    // Threads take the effective user of the one that starts them.
    const auto scanned = scan();
    EXPECT_TRUE(scanned.status);
    EXPECT_EQ(scanned.files(), Paths{"open/b.jpg"});
    EXPECT_FALSE(scanned.folders.contains("closed"));
    ASSERT_EQ(scanned.problems.size(), 1u);
    EXPECT_EQ(scanned.problems[0].folder, "closed");
    EXPECT_EQ(scanned.problems[0].error.code, Code::Permission);
  }
  fs::permissions(root / "closed", fs::perms::owner_all);
}

TEST_F(ScannerTest, FiftyThousandFilesInOneFolder) {
  const auto many = root / "many";
  fs::create_directory(many);
  const Descriptor descriptor(::open(many.c_str(), O_RDONLY | O_DIRECTORY));
  for (int i = 0; i < 50'000; ++i) {
    const auto name = std::to_string(i) + ".jpg";
    const Descriptor file(::openat(descriptor.get(), name.c_str(), O_CREAT | O_WRONLY, 0600));
    ASSERT_TRUE(bool(file));
  }
  EXPECT_EQ(scan().found, 50'000);
}

TEST_F(ScannerTest, AStopEndsTheScanThoughNobodyTakesItsEvents) {
  for (int i = 0; i < 20; ++i) write(std::to_string(i) + "/a.jpg");
  BoundedQueue<FileEvent> queue(1);
  Scanner scanner({});
  std::stop_source stop;
  Status status;
  std::jthread thread([&] {
    status =
        scanner.scan({RootId{1}, root, true}, "", Scanner::Depth::All, queue, stop.get_token());
  });
  EXPECT_TRUE(queue.pop());
  stop.request_stop();
  thread.join();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::Cancelled);
}

}  // namespace
}  // namespace calotype::catalog
