<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>calotype::ui::AdviceButton</name>
    <message>
        <source>Return asks so, Delete sends the suggestion away</source>
        <translation>Die Eingabetaste fragt so, Entf schickt den Vorschlag weg</translation>
    </message>
    <message>
        <source>Ask so: %1</source>
        <translation>So fragen: %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ChipButton</name>
    <message>
        <source>Filter %1</source>
        <translation>Filter %1</translation>
    </message>
    <message>
        <source>Return edits it, Delete takes it away</source>
        <translation>Eingabe bearbeitet ihn, Entf nimmt ihn weg</translation>
    </message>
    <message>
        <source>Click to edit, × to take away</source>
        <translation>Klick zum Bearbeiten, × zum Wegnehmen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ChipRow</name>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
</context>
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
    <name>calotype::ui::Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
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
    <message>
        <source>Add a caption</source>
        <translation>Beschriftung hinzufügen</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>Ctrl+Return saves it, Esc leaves it as it was</source>
        <translation>Strg+Eingabe speichert, Esc lässt alles, wie es war</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) selected</source>
        <translation>
            <numerusform>%n Foto gewählt</numerusform>
            <numerusform>%n Fotos gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>A caption for all of them</source>
        <translation>Eine Beschriftung für alle</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelCard</name>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>answers until then</source>
        <translation>antwortet bis dahin</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>Zurück zu diesem</translation>
    </message>
    <message>
        <source>Resume installing %1</source>
        <translation>%1 weiter installieren</translation>
    </message>
    <message>
        <source>Install %1</source>
        <translation>%1 installieren</translation>
    </message>
    <message>
        <source>Pause installing %1</source>
        <translation>Installieren von %1 anhalten</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Measure how fast %1 is</source>
        <translation>Messen, wie schnell %1 ist</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>%1 of %2 are here already.</source>
        <translation>%1 von %2 sind schon hier.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüfen…</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>The model is what looks at your photos and understands words. To use another one, every photo is looked at once more; until that is done the former one answers.</source>
        <translation>Das Modell sieht sich Ihre Fotos an und versteht Worte. Für ein anderes wird jedes Foto noch einmal angesehen; bis das getan ist, antwortet das bisherige.</translation>
    </message>
    <message>
        <source>To be installed</source>
        <translation>Zum Installieren</translation>
    </message>
    <message>
        <source>To be imported</source>
        <translation>Zum Einlesen</translation>
    </message>
    <message>
        <source>Download the files by hand, or take them from the Hugging Face cache, then import their folder.</source>
        <translation>Laden Sie die Dateien selbst, oder nehmen Sie sie aus dem Zwischenspeicher von Hugging Face; lesen Sie dann ihren Ordner ein.</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Ordner einlesen…</translation>
    </message>
    <message>
        <source>Photos that the new model has seen</source>
        <translation>Fotos, die das neue Modell gesehen hat</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück zum bisherigen</translation>
    </message>
    <message>
        <source>Let the new one answer now</source>
        <translation>Ab jetzt das neue antworten lassen</translation>
    </message>
    <message>
        <source>%1 has seen %2 of %3 photos. Until it has seen all, %4 answers.</source>
        <translation>%1 hat %2 von %3 Fotos gesehen. Bis es alle gesehen hat, antwortet: %4.</translation>
    </message>
    <message>
        <source>Another model is on its way. Wait for it, or pause it.</source>
        <translation>Ein anderes Modell wird gerade geholt. Warten Sie darauf, oder halten Sie es an.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Messen…</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>Ordner eines Modells</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Take %1 off this computer? What it saw in your photos is kept, so it can come back without another look.</source>
        <translation>%1 von diesem Rechner entfernen? Was es in Ihren Fotos sah, bleibt erhalten; es kann zurückkommen, ohne sie noch einmal anzusehen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>%1 of %2 copied</source>
        <translation>%1 von %2 kopiert</translation>
    </message>
    <message>
        <source>Downloaded once from the address shown, checked, and kept on this computer. Nothing about you or your photos is sent. The first one takes the starter model&apos;s place.</source>
        <translation>Wird einmal von der angegebenen Adresse geladen, geprüft und auf diesem Rechner aufbewahrt. Über Sie oder Ihre Fotos wird nichts gesendet. Das erste tritt an die Stelle des Startmodells.</translation>
    </message>
    <message>
        <source>From your own words</source>
        <translation>Aus Ihren eigenen Wörtern</translation>
    </message>
    <message>
        <source>The model in use can learn from your captions and from the tags that you gave or accepted, on this computer alone. What it learnt is kept only if it finds your photos better.</source>
        <translation>Das verwendete Modell kann aus Ihren Beschriftungen und aus den Stichwörtern lernen, die Sie vergeben oder angenommen haben, nur auf diesem Rechner. Das Gelernte wird nur behalten, wenn es Ihre Fotos besser findet.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Organiser</name>
    <message>
        <source>Undone: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>Wiederholt: %1</translation>
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
    <name>calotype::ui::PlaceModel</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Recently added</source>
        <translation>Zuletzt hinzugefügt</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>Alben</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlende</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PlaceTree</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ProposalsPage</name>
    <message>
        <source>Nothing is proposed</source>
        <translation>Nichts vorgeschlagen</translation>
    </message>
    <message>
        <source>Tags that Calotype is sure enough of are collected here for you to accept or refuse. How sure it has to be is yours to say in the settings.</source>
        <translation>Stichwörter, bei denen Calotype sich sicher genug ist, sammeln sich hier; Sie nehmen sie an oder lehnen sie ab. Wie sicher es sein muss, sagen Sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>The chosen photos bear the tag (Return)</source>
        <translation>Die gewählten Fotos bekommen das Stichwort (Eingabe)</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>The chosen photos do not show it (Backspace)</source>
        <translation>Die gewählten Fotos zeigen es nicht (Rücktaste)</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Alle annehmen</translation>
    </message>
    <message>
        <source>All photos of this tag (Shift+Return)</source>
        <translation>Alle Fotos dieses Stichworts (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Refuse all</source>
        <translation>Alle ablehnen</translation>
    </message>
    <message>
        <source>None of these photos (Shift+Backspace)</source>
        <translation>Keines dieser Fotos (Umschalt+Rücktaste)</translation>
    </message>
    <message>
        <source>Next tag</source>
        <translation>Nächstes Stichwort</translation>
    </message>
    <message>
        <source>Leave this one for later (N)</source>
        <translation>Dieses auf später verschieben (N)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Aufhören</translation>
    </message>
    <message>
        <source>Back to the library (Esc)</source>
        <translation>Zurück zur Bibliothek (Esc)</translation>
    </message>
    <message>
        <source>Photos that may show it</source>
        <translation>Fotos, die es zeigen könnten</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>tag %1 of %2</source>
        <translation>Stichwort %1 von %2</translation>
    </message>
</context>
<context>
    <name>calotype::ui::RatingRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Colour label: %1</source>
        <translation>Farbmarke: %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SearchField</name>
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
    <message>
        <source>Describe a photo, or filter: tag: in: rating&gt;=3</source>
        <translation>Foto beschreiben oder filtern: tag: in: rating&gt;=3</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>%1    %2</source>
        <translation>%1    %2</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
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
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Whole photos in rows</source>
        <translation>Ganze Fotos in Reihen</translation>
    </message>
    <message>
        <source>Squares</source>
        <translation>Quadrate</translation>
    </message>
    <message>
        <source>Photos in the grid</source>
        <translation>Fotos im Raster</translation>
    </message>
    <message>
        <source>Months as headings</source>
        <translation>Monate als Überschriften</translation>
    </message>
    <message>
        <source>When sorted by date</source>
        <translation>Nach Datum sortiert</translation>
    </message>
    <message>
        <source>Proposed tags</source>
        <translation>Vorgeschlagene Stichwörter</translation>
    </message>
    <message>
        <source>How many of the proposals shall be right</source>
        <translation>Wie viele Vorschläge stimmen sollen</translation>
    </message>
    <message>
        <source>How sure they have to be</source>
        <translation>Wie sicher sie sein müssen</translation>
    </message>
    <message>
        <source>More certainty means fewer proposals. What a model can reach was measured on labelled photos; with the small model that comes with Calotype there are few at nine of ten.</source>
        <translation>Mehr Sicherheit heißt weniger Vorschläge. Was ein Modell erreicht, wurde an beschrifteten Fotos gemessen; mit dem kleinen mitgelieferten Modell sind es bei neun von zehn wenige.</translation>
    </message>
    <message>
        <source>Propose tags for new photos</source>
        <translation>Für neue Fotos Stichwörter vorschlagen</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
    <message>
        <source>Proposals are only shown to you. Nothing is written into your photos.</source>
        <translation>Vorschläge werden Ihnen nur gezeigt. In Ihre Fotos wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 of 100 right</source>
        <translation>%1 von 100 richtig</translation>
    </message>
    <message>
        <source>The model is opened when it is needed.</source>
        <translation>Das Modell wird geöffnet, wenn es gebraucht wird.</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
    <message>
        <source>In a file beside each photo (“rose.jpg.xmp”)</source>
        <translation>In einer Datei neben jedem Foto („rose.jpg.xmp“)</translation>
    </message>
    <message>
        <source>Ratings, captions, tags</source>
        <translation>Bewertungen, Beschriftungen, Stichwörter</translation>
    </message>
    <message>
        <source>Other programs can read them there, and what they change there is taken over. Proposed tags are never written.</source>
        <translation>Andere Programme können sie dort lesen, und was sie dort ändern, wird übernommen. Vorgeschlagene Stichwörter werden nie geschrieben.</translation>
    </message>
    <message>
        <source>Into the photos too</source>
        <translation>Auch in die Fotos</translation>
    </message>
    <message>
        <source>JPEG, PNG, TIFF and WebP only. The new file takes the old one&apos;s place once it was read again and the picture in it is the same; what cannot be written safely gets a file beside it.</source>
        <translation>Nur JPEG, PNG, TIFF und WebP. Die neue Datei tritt erst an die Stelle der alten, wenn sie noch einmal gelesen wurde und das Bild darin dasselbe ist; was nicht sicher geschrieben werden kann, bekommt eine Datei daneben.</translation>
    </message>
    <message>
        <source>Write into the photos of %1</source>
        <translation>In die Fotos von %1 schreiben</translation>
    </message>
    <message>
        <source>There is no folder yet.</source>
        <translation>Es gibt noch keinen Ordner.</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Nobody looks into these. A folder of the library is left out in the side bar, by its menu.</source>
        <translation>In diese sieht niemand hinein. Ausgelassen wird ein Ordner der Bibliothek in der Seitenleiste, über sein Menü.</translation>
    </message>
    <message>
        <source>Take “%1” in again</source>
        <translation>„%1“ wieder aufnehmen</translation>
    </message>
    <message>
        <source>No folder is left out.</source>
        <translation>Kein Ordner ist ausgelassen.</translation>
    </message>
    <message>
        <source>Notice new, moved and deleted photos at once</source>
        <translation>Änderungen in den Ordnern sofort bemerken</translation>
    </message>
    <message>
        <source>Otherwise the folders are looked at when Calotype starts, and when you say so.</source>
        <translation>Sonst werden die Ordner beim Start von Calotype durchgesehen, und wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Go on indexing on battery</source>
        <translation>Auch im Akkubetrieb erfassen</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Otherwise indexing waits until the computer is plugged in, or you resume it.</source>
        <translation>Sonst wartet das Erfassen, bis der Rechner am Netz ist oder Sie es fortsetzen.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SideBar</name>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
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
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>New album</source>
        <translation>Neues Album</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Stichwort</translation>
    </message>
    <message>
        <source>Propose tags for it…</source>
        <translation>Stichwörter dafür vorschlagen …</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Merge into another…</source>
        <translation>Mit einem anderen vereinen …</translation>
    </message>
    <message>
        <source>Leave out of the library…</source>
        <translation>Aus der Bibliothek auslassen…</translation>
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
        <source>Install a better one, or change the model</source>
        <translation>Ein besseres installieren oder das Modell wechseln</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagDialog</name>
    <message>
        <source>Propose tags</source>
        <translation>Stichwörter vorschlagen</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>How many of the proposals shall be right</source>
        <translation>Wie viele Vorschläge stimmen sollen</translation>
    </message>
    <message>
        <source>Reading the vocabulary</source>
        <translation>Wortschatz wird gelesen</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Stichwort</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Was sich ändern würde</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>Vorschlagen</translation>
    </message>
    <message>
        <source>%1 of 100 right</source>
        <translation>%1 von 100 richtig</translation>
    </message>
    <message numerus="yes">
        <source>Looking at %n photo(s)…</source>
        <translation>
            <numerusform>%n Foto wird angesehen …</numerusform>
            <numerusform>%n Fotos werden angesehen …</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the vocabulary for this model, once…</source>
        <translation>Der Wortschatz wird für dieses Modell gelesen, einmalig …</translation>
    </message>
    <message>
        <source>%1 withdrawn</source>
        <translation>%1 zurückgezogen</translation>
    </message>
    <message>
        <source>%1 (%2 new)</source>
        <translation>%1 (%2 neu)</translation>
    </message>
    <message>
        <source>This model is not good enough to be so sure. Ask for less, or use a better model.</source>
        <translation>So sicher kann dieses Modell nicht sein. Verlangen Sie weniger oder nehmen Sie ein besseres Modell.</translation>
    </message>
    <message>
        <source>%1 new proposals, %2 withdrawn, %3 as before, on %4 photos.</source>
        <translation>%1 neue Vorschläge, %2 zurückgezogen, %3 wie bisher, auf %4 Fotos.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) still have to be indexed.</source>
        <translation>
            <numerusform>%n Foto muss noch gelesen werden.</numerusform>
            <numerusform>%n Fotos müssen noch gelesen werden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagEditor</name>
    <message>
        <source>Add a tag</source>
        <translation>Stichwort hinzufügen</translation>
    </message>
    <message>
        <source>A name, or “animals/dog” for one below another (T)</source>
        <translation>Ein Name, oder „Tiere/Hund“ für eines unter einem anderen (T)</translation>
    </message>
    <message>
        <source>Known tags</source>
        <translation>Bekannte Stichwörter</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagPill</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Proposed tag %1, %2</source>
        <translation>Vorgeschlagenes Stichwort %1, %2</translation>
    </message>
    <message>
        <source>Return accepts it, Delete refuses it</source>
        <translation>Eingabe nimmt es an, Entf lehnt es ab</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <translation>Stichwort %1</translation>
    </message>
    <message>
        <source>Return shows its photos, Delete takes it away</source>
        <translation>Eingabe zeigt seine Fotos, Entf nimmt es weg</translation>
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
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Order of the photos</source>
        <translation>Reihenfolge der Fotos</translation>
    </message>
    <message>
        <source>Best match first</source>
        <translation>Beste Treffer zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>By file name</source>
        <translation>Nach Dateiname</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>Beste Bewertung zuerst</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TrashPage</name>
    <message>
        <source>The trash is empty</source>
        <translation>Der Papierkorb ist leer</translation>
    </message>
    <message>
        <source>Photos that you delete go to your desktop&apos;s trash, and can be brought back from here with their tags and albums.</source>
        <translation>Gelöschte Fotos kommen in den Papierkorb Ihres Desktops und lassen sich von hier mit ihren Stichwörtern und Alben zurückholen.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Bring the chosen photos back (Return)</source>
        <translation>Die gewählten Fotos zurückholen (Eingabe)</translation>
    </message>
    <message>
        <source>Restore all</source>
        <translation>Alle wiederherstellen</translation>
    </message>
    <message>
        <source>Photos in the trash</source>
        <translation>Fotos im Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) in the trash</source>
        <translation>
            <numerusform>%n Foto im Papierkorb</numerusform>
            <numerusform>%n Fotos im Papierkorb</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can no longer be restored: the desktop&apos;s trash was emptied.</source>
        <translation>
            <numerusform>%n davon lässt sich nicht mehr wiederherstellen: Der Papierkorb des Desktops wurde geleert.</numerusform>
            <numerusform>%n davon lassen sich nicht mehr wiederherstellen: Der Papierkorb des Desktops wurde geleert.</numerusform>
        </translation>
    </message>
    <message>
        <source>They lie in your desktop&apos;s trash until you empty it.</source>
        <translation>Sie liegen im Papierkorb Ihres Desktops, bis Sie ihn leeren.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TuningCard</name>
    <message>
        <source>Learn from your own words</source>
        <translation>Aus Ihren eigenen Wörtern lernen</translation>
    </message>
    <message>
        <source>Steps of learning that are done</source>
        <translation>Erledigte Lernschritte</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>Lernen anhalten</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use what was learnt</source>
        <translation>Das Gelernte verwenden</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) have a caption or a tag of yours.</source>
        <translation>
            <numerusform>%n Foto hat eine Beschriftung oder ein Stichwort von Ihnen.</numerusform>
            <numerusform>%n Fotos haben eine Beschriftung oder ein Stichwort von Ihnen.</numerusform>
        </translation>
    </message>
    <message>
        <source>At least %1 from several days are needed: some are learnt from, the others prove that it became better.</source>
        <translation>Nötig sind mindestens %1 von mehreren Tagen: Aus den einen wird gelernt, die anderen beweisen, dass es besser geworden ist.</translation>
    </message>
    <message>
        <source>Looking at the photos…</source>
        <translation>Die Fotos werden angesehen …</translation>
    </message>
    <message>
        <source>Measuring whether it became better…</source>
        <translation>Es wird gemessen, ob es besser geworden ist …</translation>
    </message>
    <message>
        <source>Learning: step %1 of %2 · %3 left</source>
        <translation>Lernen: Schritt %1 von %2 · noch %3</translation>
    </message>
    <message>
        <source>It became better for your photos.</source>
        <translation>Es ist für Ihre Fotos besser geworden.</translation>
    </message>
    <message>
        <source>It did not become better, so nothing was kept and nothing has changed.</source>
        <translation>Es ist nicht besser geworden, deshalb wurde nichts behalten und nichts geändert.</translation>
    </message>
    <message>
        <source>Of %1 words of yours for %2 photos that it did not learn from, so many find their photo among the first five: before %3 %, after %4 %.</source>
        <translation>Von %1 Ihrer Wörter zu %2 Fotos, aus denen nicht gelernt wurde, finden so viele ihr Foto unter den ersten fünf: vorher %3 %, nachher %4 %.</translation>
    </message>
    <message>
        <source>Of %1 other photos %2 % are seen as before.</source>
        <translation>Von %1 anderen Fotos werden %2 % gesehen wie zuvor.</translation>
    </message>
    <message>
        <source>Stopped. Nothing has changed.</source>
        <translation>Angehalten. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Learning failed. Nothing has changed.</source>
        <translation>Das Lernen ist fehlgeschlagen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Learning failed, nothing has changed: %1</source>
        <translation>Das Lernen ist fehlgeschlagen, es wurde nichts geändert: %1</translation>
    </message>
    <message>
        <source>It is installed and stands among the models.</source>
        <translation>Es ist installiert und steht bei den Modellen.</translation>
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
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Play in another program</source>
        <translation>In einem anderen Programm abspielen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>No other program on this computer plays it.</source>
        <translation>Kein anderes Programm auf diesem Rechner spielt ihn ab.</translation>
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
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Recently added</source>
        <translation>Zuletzt hinzugefügt</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>New album</source>
        <translation>Neues Album</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Markierung</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>No flag</source>
        <translation>Keine Markierung</translation>
    </message>
    <message>
        <source>Colour label</source>
        <translation>Farbmarke</translation>
    </message>
    <message>
        <source>Add a tag…</source>
        <translation>Stichwort hinzufügen …</translation>
    </message>
    <message>
        <source>Edit the caption</source>
        <translation>Beschriftung bearbeiten</translation>
    </message>
    <message>
        <source>Add to album</source>
        <translation>Zum Album hinzufügen</translation>
    </message>
    <message>
        <source>Propose tags…</source>
        <translation>Stichwörter vorschlagen …</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>%1 · Ctrl+Z undoes</source>
        <translation>%1 · Strg+Z macht es rückgängig</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Stichwort</translation>
    </message>
    <message>
        <source>There is no search to save: type one first.</source>
        <translation>Es gibt keine Suche zum Speichern: Geben Sie erst eine ein.</translation>
    </message>
    <message numerus="yes">
        <source>For %n photo(s)</source>
        <translation>
            <numerusform>Für %n Foto</numerusform>
            <numerusform>Für %n Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For the %n photo(s) shown</source>
        <translation>
            <numerusform>Für das %n gezeigte Foto</numerusform>
            <numerusform>Für die %n gezeigten Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>For “%1”</source>
        <translation>Für „%1“</translation>
    </message>
    <message>
        <source>Merge tags</source>
        <translation>Stichwörter vereinen</translation>
    </message>
    <message>
        <source>Its photos go to</source>
        <translation>Seine Fotos kommen zu</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>%1 is not there.</source>
        <translation>%1 ist nicht da.</translation>
    </message>
    <message>
        <source>%1 is not in the library yet.</source>
        <translation>%1 ist noch nicht in der Bibliothek.</translation>
    </message>
    <message>
        <source>Add its folder</source>
        <translation>Seinen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>The catalog is damaged</source>
        <translation>Der Katalog ist beschädigt</translation>
    </message>
    <message>
        <source>Nothing was touched, and your photos are not concerned. What can be read of the catalog is kept, the rest comes from its newest copy.</source>
        <translation>Es wurde nichts verändert, und Ihre Fotos sind nicht betroffen. Was vom Katalog lesbar ist, bleibt; der Rest kommt aus seiner neuesten Kopie.</translation>
    </message>
    <message>
        <source>Mend the catalog</source>
        <translation>Katalog reparieren</translation>
    </message>
    <message>
        <source>The catalog is being mended</source>
        <translation>Der Katalog wird repariert</translation>
    </message>
    <message>
        <source>This takes a few seconds. The damaged file is kept.</source>
        <translation>Das dauert einige Sekunden. Die beschädigte Datei bleibt erhalten.</translation>
    </message>
    <message>
        <source>Show the damaged file</source>
        <translation>Beschädigte Datei zeigen</translation>
    </message>
    <message>
        <source>They are gone for good</source>
        <translation>Sie sind endgültig fort</translation>
    </message>
    <message>
        <source>Shall ratings, captions and tags stand in a file beside each photo, too (“rose.jpg.xmp”)? Other programs can read them there, and they are safe even without Calotype. The photos themselves are not touched.</source>
        <translation>Sollen Bewertungen, Beschriftungen und Stichwörter auch in einer Datei neben jedem Foto stehen („rose.jpg.xmp“)? Andere Programme können sie dort lesen, und sie sind auch ohne Calotype sicher. Die Fotos selbst bleiben unberührt.</translation>
    </message>
    <message>
        <source>Write them</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Only in Calotype</source>
        <translation>Nur in Calotype</translation>
    </message>
    <message>
        <source>Leave out a folder</source>
        <translation>Einen Ordner auslassen</translation>
    </message>
    <message>
        <source>Leave “%1” out of the library?</source>
        <translation>„%1“ aus der Bibliothek auslassen?</translation>
    </message>
    <message>
        <source>Calotype forgets what it knows of the photos in there, your tags and ratings too, and never looks into it again, until you say so in the settings. The photos stay where they are.</source>
        <translation>Calotype vergisst, was es über die Fotos darin weiß, auch Ihre Stichwörter und Bewertungen, und sieht nie wieder hinein, bis Sie es in den Einstellungen sagen. Die Fotos bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
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
        <source>Starter model: basic; install a better one</source>
        <translation>Startmodell: einfach; ein besseres installieren</translation>
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
    <message>
        <source>red</source>
        <translation>rot</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>gelb</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grün</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>blau</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>violett</translation>
    </message>
    <message>
        <source>no colour</source>
        <translation>keine Farbe</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>picked</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>flag removed</source>
        <translation>Markierung entfernt</translation>
    </message>
    <message>
        <source>caption changed</source>
        <translation>Beschriftung geändert</translation>
    </message>
    <message>
        <source>tag “%1”</source>
        <translation>Stichwort „%1“</translation>
    </message>
    <message>
        <source>tag “%1” removed</source>
        <translation>Stichwort „%1“ entfernt</translation>
    </message>
    <message>
        <source>tag “%1” accepted</source>
        <translation>Stichwort „%1“ angenommen</translation>
    </message>
    <message>
        <source>tag “%1” refused</source>
        <translation>Stichwort „%1“ abgelehnt</translation>
    </message>
    <message>
        <source>tag “%1” made</source>
        <translation>Stichwort „%1“ angelegt</translation>
    </message>
    <message>
        <source>tag “%1” renamed</source>
        <translation>Stichwort „%1“ umbenannt</translation>
    </message>
    <message>
        <source>tag “%1” moved</source>
        <translation>Stichwort „%1“ verschoben</translation>
    </message>
    <message>
        <source>tag “%1” merged</source>
        <translation>Stichwort „%1“ vereint</translation>
    </message>
    <message>
        <source>tag “%1” deleted</source>
        <translation>Stichwort „%1“ gelöscht</translation>
    </message>
    <message>
        <source>tags proposed</source>
        <translation>Stichwörter vorgeschlagen</translation>
    </message>
    <message>
        <source>%1 into “%2”</source>
        <translation>%1 in „%2“</translation>
    </message>
    <message>
        <source>%1 out of “%2”</source>
        <translation>%1 aus „%2“ genommen</translation>
    </message>
    <message>
        <source>album “%1” made</source>
        <translation>Album „%1“ angelegt</translation>
    </message>
    <message>
        <source>album “%1” renamed</source>
        <translation>Album „%1“ umbenannt</translation>
    </message>
    <message>
        <source>album “%1” deleted</source>
        <translation>Album „%1“ gelöscht</translation>
    </message>
    <message>
        <source>search “%1” saved</source>
        <translation>Suche „%1“ gespeichert</translation>
    </message>
    <message>
        <source>search “%1” changed</source>
        <translation>Suche „%1“ geändert</translation>
    </message>
    <message>
        <source>%1 to the trash</source>
        <translation>%1 in den Papierkorb</translation>
    </message>
    <message>
        <source>%1 restored</source>
        <translation>%1 wiederhergestellt</translation>
    </message>
    <message>
        <source>There is no filter “%1”.</source>
        <translation>Es gibt keinen Filter „%1“.</translation>
    </message>
    <message>
        <source>There is no filter “%1”. Did you mean “%2”?</source>
        <translation>Es gibt keinen Filter „%1“. Meinten Sie „%2“?</translation>
    </message>
    <message>
        <source>“%1” is no date. Write 2019, 2019-07 or 2019-07-04.</source>
        <translation>„%1“ ist kein Datum. Schreiben Sie 2019, 2019-07 oder 2019-07-04.</translation>
    </message>
    <message>
        <source>“%1” is no number that fits here.</source>
        <translation>„%1“ ist keine Zahl, die hier passt.</translation>
    </message>
    <message>
        <source>“%1” is nothing that this filter knows.</source>
        <translation>„%1“ kennt dieser Filter nicht.</translation>
    </message>
    <message>
        <source>Something is missing behind “%1:”.</source>
        <translation>Hinter „%1:“ fehlt etwas.</translation>
    </message>
    <message>
        <source>A quotation mark is not closed.</source>
        <translation>Ein Anführungszeichen ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>A parenthesis is not closed.</source>
        <translation>Eine Klammer ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>“%1” was left out: words cannot be an alternative to a filter.</source>
        <translation>„%1“ wurde weggelassen: Wörter können keine Alternative zu einem Filter sein.</translation>
    </message>
    <message>
        <source>The saved search “%1” has words of its own and cannot be a filter.</source>
        <translation>Die gespeicherte Suche „%1“ hat eigene Wörter und kann kein Filter sein.</translation>
    </message>
    <message>
        <source>There is no tag “%1”.</source>
        <translation>Es gibt kein Stichwort „%1“.</translation>
    </message>
    <message>
        <source>There is no album “%1”.</source>
        <translation>Es gibt kein Album „%1“.</translation>
    </message>
    <message>
        <source>There is no folder “%1”.</source>
        <translation>Es gibt keinen Ordner „%1“.</translation>
    </message>
    <message>
        <source>The search is too long; the rest was left out.</source>
        <translation>Die Suche ist zu lang; der Rest wurde weggelassen.</translation>
    </message>
    <message>
        <source>There are too many parentheses; the rest was left out.</source>
        <translation>Es sind zu viele Klammern; der Rest wurde weggelassen.</translation>
    </message>
    <message>
        <source>nearly all right</source>
        <translation>fast alle richtig</translation>
    </message>
    <message>
        <source>about %1 in 10 right</source>
        <translation>etwa %1 von 10 richtig</translation>
    </message>
    <message>
        <source>New model: %1 of %2 photos seen</source>
        <translation>Neues Modell: %1 von %2 Fotos gesehen</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>Startmodell</translation>
    </message>
    <message>
        <source>Comes with Calotype and is basic: it knows everyday things and mixes up much.</source>
        <translation>Kommt mit Calotype und ist einfach: es kennt Alltägliches und verwechselt viel.</translation>
    </message>
    <message>
        <source>%1 licence</source>
        <translation>Lizenz %1</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>understands %1</source>
        <translation>versteht %1</translation>
    </message>
    <message>
        <source>ImageNet %1 %</source>
        <translation>ImageNet %1 %</translation>
    </message>
    <message>
        <source>COCO by words %1 %</source>
        <translation>COCO mit Worten %1 %</translation>
    </message>
    <message>
        <source>%1 million parameters</source>
        <translation>%1 Millionen Parameter</translation>
    </message>
    <message>
        <source>%1 dimensions</source>
        <translation>%1 Dimensionen</translation>
    </message>
    <message>
        <source>looks at %1 pixels</source>
        <translation>sieht %1 Pixel</translation>
    </message>
    <message>
        <source>%1 GFLOP a picture</source>
        <translation>%1 GFLOP je Bild</translation>
    </message>
    <message>
        <source>%1 ms a picture on this computer</source>
        <translation>%1 ms je Bild auf diesem Rechner</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>The connection failed. What came so far is kept; try again, or import a folder.</source>
        <translation>Die Verbindung brach ab. Was bisher kam, bleibt; versuchen Sie es noch einmal, oder lesen Sie einen Ordner ein.</translation>
    </message>
    <message>
        <source>The server is silent. What came so far is kept; try again later.</source>
        <translation>Der Server schweigt. Was bisher kam, bleibt; versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>It is not there (any more). Import a folder instead, or choose another model.</source>
        <translation>Es ist nicht (mehr) da. Lesen Sie stattdessen einen Ordner ein, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The files are not those of this model, or are damaged. Nothing was kept.</source>
        <translation>Die Dateien sind nicht die dieses Modells oder beschädigt. Nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>This is not a kind of CLIP that Calotype knows.</source>
        <translation>Diese Art CLIP kennt Calotype nicht.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk. Make room, then try again.</source>
        <translation>Auf der Platte ist nicht genug Platz. Schaffen Sie Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The folder of the models may not be written. Change its permissions.</source>
        <translation>In den Ordner der Modelle darf nicht geschrieben werden. Ändern Sie seine Rechte.</translation>
    </message>
    <message>
        <source>There is not enough memory for this model. Close other programs, or use a smaller one.</source>
        <translation>Der Arbeitsspeicher reicht für dieses Modell nicht. Schließen Sie andere Programme, oder nehmen Sie ein kleineres.</translation>
    </message>
    <message>
        <source>The model cannot be opened. Nothing was changed.</source>
        <translation>Das Modell lässt sich nicht öffnen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Another program is writing to this catalog. Close it, then try again.</source>
        <translation>Ein anderes Programm schreibt in diesen Katalog. Schließen Sie es, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>checksum seen at its authors&apos; page</source>
        <translation>Prüfsumme auf der Seite der Urheber gesehen</translation>
    </message>
    <message>
        <source>checksum not confirmed by its authors&apos; page</source>
        <translation>Prüfsumme von der Seite der Urheber nicht bestätigt</translation>
    </message>
    <message>
        <source>Something in the catalog is damaged. Close Calotype and start it again to mend it.</source>
        <translation>Im Katalog ist etwas beschädigt. Schließen Sie Calotype und starten Sie es neu, um ihn zu reparieren.</translation>
    </message>
    <message>
        <source>The damaged file was kept.</source>
        <translation>Die beschädigte Datei wurde behalten.</translation>
    </message>
    <message>
        <source>Nothing of the catalog could be read. Its newest copy has taken its place.</source>
        <translation>Vom Katalog war nichts lesbar. Seine neueste Kopie ist an seine Stelle getreten.</translation>
    </message>
    <message>
        <source>The catalog is mended, and nothing was lost.</source>
        <translation>Der Katalog ist repariert, und nichts ging verloren.</translation>
    </message>
    <message>
        <source>The catalog is mended. What could not be read was taken from its newest copy.</source>
        <translation>Der Katalog ist repariert. Was nicht lesbar war, kam aus seiner neuesten Kopie.</translation>
    </message>
    <message>
        <source>The catalog is mended. Some of it could not be read; what the photos tell is read again now.</source>
        <translation>Der Katalog ist repariert. Einiges war nicht lesbar; was in den Fotos steht, wird jetzt neu gelesen.</translation>
    </message>
    <message>
        <source>Very many photos are not where they were: %1 Connect the disk and look again. What you made of them is kept.</source>
        <translation>Sehr viele Fotos sind nicht, wo sie waren: %1 Schließen Sie den Datenträger an und sehen Sie erneut nach. Was Sie daraus gemacht haben, bleibt erhalten.</translation>
    </message>
    <message>
        <source>What the file beside it says</source>
        <translation>Was die Datei daneben sagt</translation>
    </message>
    <message>
        <source>Rating, caption and tags are being written beside the photo.</source>
        <translation>Bewertung, Beschriftung und Stichwörter werden neben das Foto geschrieben.</translation>
    </message>
    <message>
        <source>Rating, caption and tags stand beside the photo, too.</source>
        <translation>Bewertung, Beschriftung und Stichwörter stehen auch neben dem Foto.</translation>
    </message>
    <message>
        <source>Could not be brought together with the file beside the photo: %1</source>
        <translation>Konnte nicht mit der Datei neben dem Foto zusammengebracht werden: %1</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Missing photo, %1</source>
        <translation>Fehlendes Foto, %1</translation>
    </message>
    <message>
        <source>Film, %1</source>
        <translation>Film, %1</translation>
    </message>
    <message>
        <source>missing photos forgotten</source>
        <translation>fehlende Fotos vergessen</translation>
    </message>
    <message>
        <source>Photos are opened in processes of their own, which this system can only limit in memory and time: a newer kernel confines them.</source>
        <translation>Fotos werden in eigenen Prozessen geöffnet, die dieses System nur in Speicher und Zeit begrenzen kann: Ein neuerer Kernel schließt sie ein.</translation>
    </message>
    <message>
        <source>Photos are opened in processes of their own, which can reach no file and no network (%1).</source>
        <translation>Fotos werden in eigenen Prozessen geöffnet, die weder Dateien noch das Netz erreichen (%1).</translation>
    </message>
    <message>
        <source>The photo’s file, or the one beside it, says something else: %1</source>
        <translation>In der Datei des Fotos oder der daneben steht etwas anderes: %1</translation>
    </message>
    <message>
        <source>Only photos of %1</source>
        <translation>Nur Fotos von %1</translation>
    </message>
    <message>
        <source>%1 instead of “%2”</source>
        <translation>%1 statt „%2“</translation>
    </message>
    <message>
        <source>The model knows English; other words, such as “%1”, find little.</source>
        <translation>Das Modell kann Englisch; andere Wörter wie „%1“ finden wenig.</translation>
    </message>
    <message>
        <source>Paused on battery · %1 left</source>
        <translation>Im Akkubetrieb angehalten · noch %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WordsLine</name>
    <message>
        <source>Take what the file says</source>
        <translation>Übernehmen, was die Datei sagt</translation>
    </message>
    <message>
        <source>Keep what stands here</source>
        <translation>Behalten, was hier steht</translation>
    </message>
</context>
</TS>
