<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>calotype::ui::FailureModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why, and what to do</source>
        <translation>Warum, und was zu tun ist</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FaultBar</name>
    <message>
        <source>Close this note</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FirstStartPage</name>
    <message>
        <source>Where are your photos?</source>
        <translation>Wo liegen Ihre Fotos?</translation>
    </message>
    <message>
        <source>Calotype finds them by what is in the picture. They stay where they are, nothing is changed, and nothing leaves this computer.</source>
        <translation>Calotype findet sie nach dem, was auf dem Bild ist. Sie bleiben, wo sie sind, nichts wird verändert, und nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>„%1“ verwenden</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen …</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FolderTree</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>calotype::ui::InfoPanel</name>
    <message>
        <source>Facts about the photo</source>
        <translation>Angaben zum Foto</translation>
    </message>
    <message>
        <source>Why it was found</source>
        <translation>Warum es gefunden wurde</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Choose a photo to read about it here.</source>
        <translation>Wählen Sie ein Foto, um hier mehr darüber zu lesen.</translation>
    </message>
    <message>
        <source>No date in the photo</source>
        <translation>Kein Datum im Foto</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more place(s)</source>
        <translation>
            <numerusform>und an %n weiterem Ort</numerusform>
            <numerusform>und an %n weiteren Orten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Place on the page</source>
        <translation>Stelle auf der Seite</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SearchField</name>
    <message>
        <source>Describe a photo: “two dogs on a beach”</source>
        <translation>Beschreiben Sie ein Foto: „two dogs on a beach“</translation>
    </message>
    <message>
        <source>Search photos</source>
        <translation>Fotos suchen</translation>
    </message>
    <message>
        <source>Words, or a picture that is dropped or pasted here</source>
        <translation>Wörter, oder ein Bild, das hier abgelegt oder eingefügt wird</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Clear the search (Esc)</source>
        <translation>Suche leeren (Esc)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SideBar</name>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>All photos (Ctrl+1)</source>
        <translation>Alle Fotos (Strg+1)</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder (Ctrl+O)</source>
        <translation>Ordner hinzufügen (Strg+O)</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Unlesbar</translation>
    </message>
    <message>
        <source>Files that could not be read (Ctrl+2)</source>
        <translation>Dateien, die nicht gelesen werden konnten (Strg+2)</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>Nach neuen Fotos sehen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>Aus der Bibliothek entfernen …</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StatusStrip</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Erfassen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Erfassen anhalten</translation>
    </message>
    <message>
        <source>Stop indexing</source>
        <translation>Erfassen beenden</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation>Erfassen fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Put the folder of a CLIP model into “%1”, or start Calotype with --model and that folder.</source>
        <translation>Legen Sie den Ordner eines CLIP-Modells nach „%1“, oder starten Sie Calotype mit --model und diesem Ordner.</translation>
    </message>
    <message>
        <source>The model that comes with Calotype is small: it knows everyday things and mixes up much. A better one finds more.</source>
        <translation>Das mitgelieferte Modell ist klein: Es kennt Alltägliches und verwechselt vieles. Ein besseres findet mehr.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TopBar</name>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Show or hide the side bar (F9)</source>
        <translation>Seitenleiste zeigen oder verbergen (F9)</translation>
    </message>
    <message>
        <source>Size of the photos</source>
        <translation>Größe der Fotos</translation>
    </message>
    <message>
        <source>Size of the photos (Ctrl+wheel)</source>
        <translation>Größe der Fotos (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>Facts about the photo</source>
        <translation>Angaben zum Foto</translation>
    </message>
    <message>
        <source>Show or hide the facts about a photo (F4)</source>
        <translation>Angaben zum Foto zeigen oder verbergen (F4)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::UnreadablePage</name>
    <message>
        <source>Everything could be read</source>
        <translation>Alles ließ sich lesen</translation>
    </message>
    <message>
        <source>Files that are damaged or of an unknown kind would be listed here.</source>
        <translation>Beschädigte Dateien und solche unbekannter Art stünden hier.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal lesen</translation>
    </message>
    <message>
        <source>Files that were mended or copied anew become photos (F5)</source>
        <translation>Reparierte oder neu kopierte Dateien werden zu Fotos (F5)</translation>
    </message>
    <message>
        <source>Unreadable files</source>
        <translation>Unlesbare Dateien</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n Datei ließ sich nicht lesen</numerusform>
            <numerusform>%n Dateien ließen sich nicht lesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::Viewer</name>
    <message>
        <source>Viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>Facts about the photo</source>
        <translation>Angaben zum Foto</translation>
    </message>
    <message>
        <source>Fitted</source>
        <translation>Eingepasst</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <translation>%1 · %2 von %3</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Window</name>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>Nach neuen Fotos sehen</translation>
    </message>
    <message>
        <source>Pause or resume indexing</source>
        <translation>Erfassen anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Stop indexing</source>
        <translation>Erfassen beenden</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Unreadable files</source>
        <translation>Unlesbare Dateien</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>Fotos größer</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>Fotos kleiner</translation>
    </message>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Facts about the photo</source>
        <translation>Angaben zum Foto</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie die Arbeitsfläche</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>About Calotype</source>
        <translation>Über Calotype</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Folder with photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <source>Remove a folder</source>
        <translation>Ordner entfernen</translation>
    </message>
    <message>
        <source>Remove “%1” from the library?</source>
        <translation>„%1“ aus der Bibliothek entfernen?</translation>
    </message>
    <message>
        <source>The photos themselves stay where they are.</source>
        <translation>Die Fotos selbst bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Finds your photos by what is in the picture. Everything stays on this computer.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Findet Ihre Fotos nach dem, was auf dem Bild ist. Alles bleibt auf diesem Rechner.

Freie Software unter der GNU General Public License, Version 3 oder später.</translation>
    </message>
    <message>
        <source>Only look</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>Show the catalog&apos;s folder</source>
        <translation>Ordner des Katalogs zeigen</translation>
    </message>
    <message>
        <source>The catalog is not open</source>
        <translation>Der Katalog ist nicht offen</translation>
    </message>
    <message>
        <source>More like this photo</source>
        <translation>Mehr wie dieses Foto</translation>
    </message>
    <message>
        <source>Less likely from here on</source>
        <translation>Ab hier weniger wahrscheinlich</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No photo fits what was asked for. Fewer or other words may find it.</source>
        <translation>Kein Foto passt zur Frage. Weniger oder andere Wörter finden es vielleicht.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>Fotos werden gesucht</translation>
    </message>
    <message>
        <source>They appear here as they are found.</source>
        <translation>Sie erscheinen hier, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>Hier sind keine Fotos</translation>
    </message>
    <message>
        <source>Calotype found no picture in this folder or below it.</source>
        <translation>Calotype fand in diesem Ordner und darunter kein Bild.</translation>
    </message>
    <message>
        <source>Add another folder…</source>
        <translation>Anderen Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Found by words; pictures follow as soon as the model is open.</source>
        <translation>Nach Wörtern gefunden; Bilder folgen, sobald das Modell offen ist.</translation>
    </message>
    <message>
        <source>Found by words only: there is no model that could look at pictures.</source>
        <translation>Nur nach Wörtern gefunden: Es gibt kein Modell, das Bilder ansehen könnte.</translation>
    </message>
    <message>
        <source>The most alike come first.</source>
        <translation>Die ähnlichsten stehen vorn.</translation>
    </message>
    <message>
        <source>The best matches come first.</source>
        <translation>Die besten Treffer stehen vorn.</translation>
    </message>
    <message>
        <source>Its name, folder, date or keywords hold the words.</source>
        <translation>Name, Ordner, Datum oder Stichwörter enthalten die Wörter.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Words</name>
    <message numerus="yes">
        <source>%1, %n photo(s)</source>
        <translation>
            <numerusform>%1, %n Foto</numerusform>
            <numerusform>%1, %n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be reached right now. Its photos stay in the catalog.</source>
        <translation>%1 ist gerade nicht erreichbar. Die Fotos bleiben im Katalog.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A moment: %1 is a long date, %2 a time of day.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A month of a year: %1 is the name of the month, %2 the year.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Photo, %1</source>
        <translation>Foto, %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>1/%1 s</source>
        <translation>1/%1 s</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>f/%1</source>
        <translation>f/%1</translation>
    </message>
    <message>
        <source>ISO %1</source>
        <translation>ISO %1</translation>
    </message>
    <message>
        <source>%1° S</source>
        <translation>%1° S</translation>
    </message>
    <message>
        <source>%1° N</source>
        <translation>%1° N</translation>
    </message>
    <message>
        <source>%1° W</source>
        <translation>%1° W</translation>
    </message>
    <message>
        <source>%1° E</source>
        <translation>%1° O</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 MP</source>
        <translation>%1 MP</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n Min.</numerusform>
            <numerusform>%n Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n Std.</numerusform>
            <numerusform>%n Std.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for photos · %1 found</source>
        <translation>Fotos werden gesucht · %1 gefunden</translation>
    </message>
    <message>
        <source>Paused · %1 left</source>
        <translation>Angehalten · noch %1</translation>
    </message>
    <message>
        <source>Indexing %1 of %2</source>
        <translation>Erfasst %1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Searched %1 of %2</source>
        <translation>%1 von %2 durchsucht</translation>
    </message>
    <message>
        <source>No model: search finds words only</source>
        <translation>Kein Modell: Die Suche findet nur Wörter</translation>
    </message>
    <message>
        <source>Starter model: basic</source>
        <translation>Startmodell: einfach</translation>
    </message>
    <message>
        <source>The file is gone. It leaves this list with the next look.</source>
        <translation>Die Datei ist fort. Beim nächsten Lesen verschwindet sie von hier.</translation>
    </message>
    <message>
        <source>You may not read this file. Change its permissions.</source>
        <translation>Sie dürfen diese Datei nicht lesen. Ändern Sie ihre Rechte.</translation>
    </message>
    <message>
        <source>The disk could not deliver it. Check the disk, then look again.</source>
        <translation>Der Datenträger gab sie nicht her. Prüfen Sie ihn, dann noch einmal lesen.</translation>
    </message>
    <message>
        <source>The picture is damaged or cut off. Copy it anew from where it came.</source>
        <translation>Das Bild ist beschädigt oder unvollständig. Kopieren Sie es neu von der Quelle.</translation>
    </message>
    <message>
        <source>This is not a picture format that Calotype reads yet.</source>
        <translation>Dieses Bildformat liest Calotype noch nicht.</translation>
    </message>
    <message>
        <source>The picture is larger than Calotype dares to open.</source>
        <translation>Das Bild ist größer, als Calotype zu öffnen wagt.</translation>
    </message>
    <message>
        <source>Reading took too long and was given up. The file may be damaged.</source>
        <translation>Das Lesen dauerte zu lange und wurde abgebrochen. Die Datei ist womöglich beschädigt.</translation>
    </message>
    <message>
        <source>Reading it failed badly, twice. The file is probably damaged.</source>
        <translation>Das Lesen schlug zweimal schwer fehl. Die Datei ist wohl beschädigt.</translation>
    </message>
    <message>
        <source>There was not enough memory for it. Close other programs.</source>
        <translation>Dafür reichte der Speicher nicht. Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Another program is writing to this catalog. Close it, or look without changing.</source>
        <translation>Ein anderes Programm schreibt in diesen Katalog. Schließen Sie es, oder sehen Sie nur an, ohne zu ändern.</translation>
    </message>
    <message>
        <source>This catalog was made by a newer Calotype. Nothing was touched; update Calotype.</source>
        <translation>Diesen Katalog hat ein neueres Calotype angelegt. Nichts wurde angerührt; aktualisieren Sie Calotype.</translation>
    </message>
    <message>
        <source>The catalog is damaged. Nothing was touched; put back a copy of its folder.</source>
        <translation>Der Katalog ist beschädigt. Nichts wurde angerührt; spielen Sie eine Kopie seines Ordners zurück.</translation>
    </message>
    <message>
        <source>The disk is full. Make room; indexing goes on from where it stopped.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz; das Erfassen geht dort weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>No model could be opened: search finds words only.</source>
        <translation>Kein Modell ließ sich öffnen: Die Suche findet nur Wörter.</translation>
    </message>
    <message>
        <source>Stands out clearly from your other photos</source>
        <translation>Hebt sich klar von Ihren anderen Fotos ab</translation>
    </message>
    <message>
        <source>Matches better than most of your photos</source>
        <translation>Passt besser als die meisten Ihrer Fotos</translation>
    </message>
    <message>
        <source>Matches a little</source>
        <translation>Passt ein wenig</translation>
    </message>
    <message>
        <source>Probably not what was meant</source>
        <translation>Wohl nicht das Gemeinte</translation>
    </message>
    <message>
        <source>%1 · place %2 of %3</source>
        <translation>%1 · Platz %2 von %3</translation>
    </message>
</context>
</TS>
