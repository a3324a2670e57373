<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>calotype::ui::InfoPanel</name>
    <message numerus="yes">
        <source>and %n more place(s)</source>
        <translation>
            <numerusform>and %n more place</numerusform>
            <numerusform>and %n more places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) selected</source>
        <translation>
            <numerusform>%n photo selected</numerusform>
            <numerusform>%n photos selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::ProposalsPage</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::RatingRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::StatusStrip</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagDialog</name>
    <message numerus="yes">
        <source>Looking at %n photo(s)…</source>
        <translation>
            <numerusform>Looking at %n photo…</numerusform>
            <numerusform>Looking at %n photos…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) still have to be indexed.</source>
        <translation>
            <numerusform>%n photo still has to be indexed.</numerusform>
            <numerusform>%n photos still have to be indexed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TrashPage</name>
    <message numerus="yes">
        <source>%n photo(s) in the trash</source>
        <translation>
            <numerusform>%n photo in the trash</numerusform>
            <numerusform>%n photos in the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can no longer be restored: the desktop&apos;s trash was emptied.</source>
        <translation>
            <numerusform>%n of them can no longer be restored: the desktop&apos;s trash was emptied.</numerusform>
            <numerusform>%n of them can no longer be restored: the desktop&apos;s trash was emptied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TuningCard</name>
    <message numerus="yes">
        <source>%n photo(s) have a caption or a tag of yours.</source>
        <translation>
            <numerusform>%n photo has a caption or a tag of yours.</numerusform>
            <numerusform>%n photos have a caption or a tag of yours.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::UnreadablePage</name>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n file could not be read</numerusform>
            <numerusform>%n files could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::Window</name>
    <message numerus="yes">
        <source>For %n photo(s)</source>
        <translation>
            <numerusform>For %n photo</numerusform>
            <numerusform>For %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For the %n photo(s) shown</source>
        <translation>
            <numerusform>For the %n photo shown</numerusform>
            <numerusform>For the %n photos shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::Words</name>
    <message numerus="yes">
        <source>%1, %n photo(s)</source>
        <translation>
            <numerusform>%1, %n photo</numerusform>
            <numerusform>%1, %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
</TS>
