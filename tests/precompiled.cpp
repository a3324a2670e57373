// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing: it is built for the headers that the tests share.
int main() {}
