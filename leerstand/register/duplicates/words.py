"""The words of building and street names: what identifies and what proves nothing. Read folded, edited as lists."""

from leerstand.register.duplicates.spelling import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


# A kind of building that a village has once may identify it alone.
ONCE_IN_A_VILLAGE = {
    "schule": (
        "schule dorfschule volksschule grundschule schulhaus schulgebaude school schoolhouse landschule schaul "
    ),
    "molkerei": ("molkerei meierei meiereigebaude molkereigebaude dairi creameri kaserei "),
    "bahnhof": ("bahnhof bahnhofsgebaude empfangsgebaude station railwaistation kleinbahnhof trainstation "),
    "konsum": ("konsum kaufhale konsumladen dorfkonsum "),
    "pfarrhaus": ("pfarhaus pfarhof pastorat pastorenhaus parsonage rectori vicarage superintendentur "),
    "kirche": ("kirche kapele dorfkirche church chapel "),
    "schmiede": ("schmiede dorfschmiede smithi blaksmith forge smed huschmiede hufschmiede "),
    "feuerwehr": ("feuerwehr feuerwehrhaus feuerwehrgeratehaus sprizenhaus firestation geratehaus "),
    "muhle": (
        "muhle wasermuhle windmuhle dampfmuhle olmuhle muhlengebaude mil watermil windmil kornmuhle mohl getreidemuhle "
    ),
    "brauerei": ("brauerei breweri brauhaus "),
    "brennerei": ("brenerei schnapsbrenerei distileri "),
    "ziegelei": ("ziegelei brikworks "),
    "sagewerk": ("sagewerk sagemuhle sawmil "),
    "kino": (
        "kino lichtspiele lichtspielhaus lichtspieltheater cinema filmtheater kinosal theater lichtspiel "
    ),
    "rathaus": ("rathaus gemeindeburo gemeindehaus amtshaus townhal "),
    "gutshaus": (
        "gutshaus gut hernhaus herenhaus schlos ritergut gutshof manor manorhouse castle domane vorwerk "
    ),
    "forsthaus": ("forsthaus forsterei oberforsterei forester foresters forestershouse forestrihouse "),
    "kindergarten": ("kindergarten kita kindertagesstate krippe kinderkrippe "),
    "kulturhaus": ("kulturhaus dorfgemeinschaftshaus dgh klubhaus jugendklub burgerhaus "),
    "kaserne": ("kaserne kasernengebaude baraks "),
    "krankenhaus": ("krankenhaus klinik poliklinik hospital landambulatorium ambulatorium "),
    "post": ("post postamt postgebaude postofice postagentur "),
    "bad": ("stadtbad schwimbad freibad badeanstalt badehaus "),
    "zoll": ("zolhaus zolamt zolgrenzkomisariat customsofice customshouse zolstation grenzstation "),
    "lederfabrik": ("lederfabrik gerberei tanery "),
    "zukerfabrik": ("zukerfabrik sugarfactori "),
    "starkefabrik": ("starkefabrik kartofelfabrik "),
    "fischraucherei": ("fischraucherei raucherei "),
    "jugendherberge": ("jugendherberge ferienlager kinderferienlager ferienheim schulungsheim "),
    "kloster": ("kloster stift abtei "),
    "wasserturm": ("waserturm watertower "),
    "lpg": ("lpg genosenschaft "),
    "stellmacherei": ("stellmacherei wagnerei stellmacher "),
    "fahrhaus": ("fahrhaus fahrehaus feryhouse fery "),
    "kusterhaus": ("kusterhaus kusterei kantorhaus kantorei organistenhaus sexton "),
    "schuzenhaus": ("schuzenhaus gildehaus schuzenhale "),
    "schleuse": ("schleuse schleusenhaus schleusenwarterhaus lokhouse lokkeper "),
    "bahnwarterhaus": (
        "bahnwarterhaus bahnwarterhauschen wekerhaus strekenwarterhaus schrankenwarterhaus stelwerk "
    ),
    "chauseehaus": ("chauseehaus chausehaus wegewarterhaus "),
    "torhaus": ("torhaus torturm gatehouse "),
    "kurhaus": ("kurhaus kurhotel sanatorium spa "),
    "jagdhaus": ("jagdhaus jagdschlos huntinglodge "),
    "zeughaus": ("zeughaus arsenal "),
    "gericht": ("amtsgericht gericht courthouse "),
    "gefangnis": ("gefangnis spritzenturm jail "),
    "polizei": ("polizei polizeistation polizeiwache policestation "),
    "schopfwerk": ("schopfwerk pumpwerk pumphaus pumpinghouse "),
    "waserwerk": ("waserwerk waterworks "),
    "elektrizitatswerk": (
        "elektrizitatswerk ewerk umspanwerk trafohaus trafostation turmstation transformatorenhaus "
    ),
    "schlachthof": ("schlachthof schlachthaus "),
    "turnhale": ("turnhale sporthale gimnasium "),
    "schaferei": ("schaferei schafstal "),
    "topferei": ("topferei poteri "),
    "glashute": ("glashute "),
    "kalkofen": ("kalkofen kalkbrenerei teerofen "),
    "leuchtturm": ("leuchturm leuchtfeuer lighthouse "),
    "sinagoge": ("sinagoge synagoge "),
    "inspektorhaus": ("inspektorhaus verwalterhaus inspektorenhaus gutsverwaltung "),
    "kavaliershaus": ("kavaliershaus kavalierhaus "),
    "orangerie": ("orangerie "),
    "altersheim": ("altersheim altenheim pflegeheim seniorenheim armenhaus "),
}
SEVERAL_IN_A_VILLAGE = {
    "gasthof": (
        "gasthof gasthaus gaststate wirtshaus wirtschaft krug kroog krog tavern dorfkrug schanke schenke in pub landgasthof "
        "kneipe ausflugslokal restaurant hotel pension gastehaus fremdenzimer tanzsal ratskeler "
        "biergarten guesthouse dorfgasthof "
    ),
    "hof": (
        "hof resthof bauernhof hofstele gehoft farm bauerngehoft farmhouse hofgut hofanlage anwesen "
        "hofstate landgut bauernstele dreiseithof vierseithof vierseitenhof dreiseitenhof altbauer "
        "aussiedlerhof reiterhof homestead farmstead bauernwirtschaft "
    ),
    "laden": (
        "laden kaufhaus warenhaus shop store ladengeschaft departmentstore kramerladen dorfladen tante "
        "kaufmansladen gemischtwaren edeka lebensmitel lebensmitelgeschaft schuhhaus modehaus textilhaus "
    ),
    "bakerei": ("bakerei bakeri bakstube bakhaus baker konditorei "),
    "fleischerei": ("fleischerei schlachterei mezgerei butcher fleischer schlachter "),
    "tischlerei": ("tischlerei schreinerei zimerei carpentri bautischlerei tischler "),
    "werkstatt": (
        "werkstat schloserei autowerkstat workshop autohaus tankstele garage landmaschinenwerkstat "
        "klempnerei "
    ),
    "fabrik": ("fabrik werk factori fabrikgebaude betrieb manufaktur spinerei weberei tuchfabrik "),
    "speicher": ("speicher kornspeicher getreidespeicher warehouse lagerhaus granari silo "),
    "apotheke": ("apotheke drogerie pharmaci "),
    "sparkasse": ("sparkase bank volksbank raifeisenbank reifeisenbank bankgebaude "),
    "gartnerei": ("gartnerei baumschule nurseri "),
}
# Said of any building, so that it tells none from another.
PROVES_NOTHING = _folded(
    """
    haus hauschen wohnhaus house home building gebaude objekt immobilie leerstand leerstehend
    leerstehendes leer stehend verfalen verlasen abandoned vacant empti former ehemalig ehemalige
    ehemaliges ehemaliger ehem ehm ex alt alte altes alter alten old fruher fruhere fruheres
    fruherer einstig einstige vormalig vormals wohn geschafts geschaft geschaftshaus
    wohngeschaftshaus altstadt inenstadt und der die das den dem des ein eine einer the a an of and
    mit with on at by efh mfh zfh dhh einfamilienhaus zweifamilienhaus mehrfamilienhaus doppelhaus
    doppelhaushalfte reihenhaus reihenendhaus mietshaus miethaus wohnblok blok plate platenbau
    wohnung wohnungen vila stadtvila landhaus bungalow kate reetdachkate katen scheune barn stal
    stalung schupen shed halle hale lagerhale hal lager garage garagen remise nebengebaude
    hinterhaus vorderhaus seitenflugel anbau fachwerkhaus fachwerk bauernhaus halenhaus
    rundlingshaus niedersachsenhaus backsteinhaus baksteinhaus altbau neubau stadthaus burgerhaus
    akerburgerhaus bauruine ruine grundstuk gewerbe gewerbeobjekt gewerbeimobilie gewerbehale
    ladenflache buro burogebaude burohaus praxis atelier studio hausgarten garten park obstwiese
    wiese balken tur tor fenster fensterladen dach reetdach grau graues graue rot rotes rote blau
    blaues blaue grun grunes grune gelb gelbes gelbe weis weises weise braun bunt schon schones
    schone gros groses grose klein kleines kleine breit hoch niedrig barok barokes baroke historisch
    historisches historische denkmal baudenkmal denkmalgeschuzt denkmalgeschuztes
    sanierungsbedurftig renovierungsbedurftig charmant charmantes idylisch idylisches ruhig nahe
    ortsrand dorfrand ortsmite dorfmite zentrum stadtinsel dorf ort stadt strase eke ekhaus ende
    mite teich see elbe blik elbblik haltestele bushaltestele altenteil altenteilerhaus altenteiler
    gesindehaus landarbeiterhaus gutsarbeiterhaus arbeiterhaus lehrerhaus kantorhaus schiferhaus
    fischerhaus fischerkate bootshaus botshaus botsschupen botschupen kuhstal schweinestal
    pferdestal ferienhaus wochenendhaus zimer we qm m2 saal sal salbau tanzsal ballroom balroom
    rooms room market square merchant merchants s marktplaz nebenan verkauf verkaufen zu vermieten
    kaufen mieten fur von vom in im ist steht seit jahren jahre lange noch niemand wohnt da wo war
    hier so sehr gut guter zustand keller dachboden hof vorn hinten kapitalanlage bastler handwerker
    liebhaber investoren traum provisionsfrei top lage eg og dg wg hh ht bauplaz
    mehrgenerationenhaus unbekant name ohne nr no nummer unsaniert saniert teilsaniert renoviert
    gebaut baujahr bj massiv massivhaus holzhaus fertighaus siedlungshaus kolonistenhaus buedner
    budnerei budnerhaus hauslerei hauslerkate tagelohnerkate ehemals fruherem anno wohngebaude
    wirtschaftsgebaude stalgebaude ladenlokal gartenhaus gartenlaube laube kleingarten datsche
    railwai train disused derelict unused deserted country bik brick stone timbered half property of family for sale
    olle ole oll dat de hus lut grot vilage elektro
    geschos stok stokwerk ungenuzt leersteht bewohnt unbewohnt nicht mehr
    """
)
JOINING = _folded(
    """
    zum zur zu de la familie fam her frau inhaber inh gmbh kg ohg eg ag sohn sohne gebr gebruder
    witwe erben
    """
)
# Said of one of two buildings of a kind, so that it tells them apart even where the other is named without it.
ONE_OF_TWO = _folded("neue neues neuer neuen obere oberes oberer untere unteres unterer new upper lower")
# Found in nearly every village: they prove little, and two of them are never a typing error of each other.
COMMON_STREETS = _folded(
    """
    haupt dorf bahnhof kirch kirchen schul linden berg burg garten muhlen muhl feld wald wiesen ring
    post friedhof sport lang breit neu alt markt grosmarkt grosermarkt ammarkt see teich bach heide
    eichen birken buchen kastanien wasser brun brunen hof gut schlos kloster ziegelei molkerei moor
    sand stein hoh tor mitel quer nord sud ost west rosen blumen tanen fichten erlen pappel ulmen
    weiden anger brink deich elb ufer hafen bruck fahr jager forst schmiede muhlenberg weinberg
    gartner walnus kurz gros klein schafer schutzen turm
    wall baum werk kanal kamp zoll rathaus hasel wein kohl kreuz bürger bauern wind graben hirten
    finken amsel meisen drossel lerchen spatzen möwen storch kiefern kirsch apfel flieder mai
    """
)
# Of these, nearly every village has one of its own; the others are found in some.
EVERYWHERE = _folded(
    """
    haupt dorf bahnhof kirch kirchen schul linden berg garten muhlen feld wiesen ring friedhof lang breit neu alt markt
    amarkt see teich heide eichen birken brunen hof gut sand stein mitel weiden anger gros klein kurz
    """
)
# A name that begins so is a street, not a village.
LEADING = _folded(
    """
    am an auf im in zum zur zu hinter hinterm vor unter unterm bei beim uber
    """
)
# Words that tell two streets apart: Alte and Neue Straße, Am and Im Winkel.
DISTINGUISHING = LEADING | _folded(
    "groß klein alt neu lang kurz breit hoh tief ober unter mitler vorder nord sud ost west erst zweit drit"
)
# Streets and settlements of which several stand in a row, told apart by their numbers.
SERIES = _folded(
    """
    strase str weg reihe zeile siedlung kolonie quartier abschnitt block gasse ring wall gang trift werk lager schacht schleuse
    quergasse querstraße querstr querweg stich stichweg stichstraße nebenstraße parallelstraße parallelweg feldweg waldweg
    gartenweg privatweg
    """
)
# Such a word at the end of a longer one: Waldsiedlung, Gartenkolonie.
SERIES_ENDINGS = tuple(sorted(_folded("siedlung kolonie quartier")))
