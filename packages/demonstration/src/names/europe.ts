import { nameStock } from './nameStock.ts';

const slavicFeminine = [
  [/sky$/, 'skaya'],
  [/skyi$/, 'ska'],
  [/(ov|ev|yov|in)$/, '$1a'],
] as const;

export const europe = {
  english: nameStock(
    `Aldridge Ashworth Atherton Bainbridge Barlow Beckett Birtwistle Blackwood Bradshaw Bramley Brennan Calloway Carver Chadwick
     Clayborne Colburn Crawley Dalton Denholm Dunmore Eastwood Ellery Fairchild Farnham Fenwick Fletcher Garland Gillespie
     Goodwin Grantley Hadley Halstead Harcourt Hargreaves Hawthorne Hollis Huxley Ingram Jarrow Kendrick Kingsley Lancaster
     Langford Lockwood Lyndon Marlowe Mayfield Merton Middleton Norwood Oakley Osborne Pemberton Prescott Radcliffe Ramsey
     Redfern Rowntree Selby Shelton Sinclair Stanhope Sterling Sutcliffe Tennant Thackeray Thornbury Trevelyan Underhill
     Vickers Wainwright Wakefield Weatherby Westbrook Whitlock Winslow Woodruff Wyndham Yardley O'Hara MacKinnon`,
    `Adam Aidan Alfie Archie Benjamin Bradley Callum Cameron Charlie Connor Daniel Declan Dominic Edward Elliot Ethan Finlay
     Gareth George Harrison Harry Henry Isaac Jack Jacob James Joel Joseph Joshua Kieran Lachlan Leo Lewis Liam Logan Lucas
     Marcus Matthew Max Miles Nathan Noah Oliver Oscar Owen Patrick Reuben Rhys Samuel Sean Theo Thomas Toby William Zachary`,
    `Abigail Alice Amelia Amy Anna Beatrice Bethany Bronwyn Caitlin Charlotte Chloe Daisy Eleanor Elise Eliza Ella Emily Erin
     Esme Evie Florence Freya Georgia Grace Hannah Harriet Heather Holly Imogen Isla Ivy Jasmine Jessica Keira Lauren Lily
     Lucy Maisie Martha Matilda Megan Millie Molly Niamh Olivia Phoebe Poppy Rebecca Rosie Ruby Scarlett Sophie Tessa Zara`,
  ),
  french: nameStock(
    `Aubert Barbier Beaumont Bélanger Bertrand Blanchard Bonnet Boucher Bourgeois Brunet Carpentier Charpentier Chevalier
     Cloutier Colin Cordier Courtois Delacroix Delaunay Desjardins Dubreuil Duchesne Duvivier Fabre Faucher Fontaine Forestier
     Gaillard Garnier Gauthier Girard Guérin Hébert Jacquemin Joubert Lachance Lacroix Lambert Langlois Lavigne Leclerc Lefèvre
     Lemoine Marchand Mercier Meunier Moreau Paquet Pelletier Perrault Poirier Renaud Rousseau Savard Tessier Thibault
     Tremblay Vasseur Verdier Villeneuve`,
    `Adrien Alexandre Antoine Arnaud Aurélien Baptiste Bastien Benoît Cédric Clément Corentin Damien Émile Étienne Fabien
     Florian François Gaël Guillaume Hugo Jérôme Julien Kévin Laurent Loïc Lucien Mathéo Maxime Nicolas Olivier Pascal Quentin
     Rémi Romain Sébastien Théo Thibaut Tristan Valentin Yann`,
    `Adèle Agathe Amélie Anaïs Aurélie Camille Capucine Cécile Céline Chloé Clara Clémence Coralie Élodie Emmanuelle Estelle
     Fanny Gabrielle Hélène Inès Jeanne Joséphine Juliette Laëtitia Léa Léonie Louise Lucie Manon Margaux Marion Mathilde
     Mélanie Noémie Océane Pauline Romane Salomé Solène Valentine`,
  ),
  spanish: nameStock(
    `Aguilera Alarcón Albornoz Almazán Ballesteros Barrientos Benavides Bustamante Cabrera Calderón Cárdenas Carranza
     Cifuentes Contreras Cordero Delgadillo Echeverría Escalante Escobedo Espinoza Figueroa Galindo Gallardo Garrido Godoy
     Guerrero Hinojosa Ibáñez Izquierdo Jaramillo Lozano Maldonado Manrique Márquez Mejía Montenegro Mosquera Naranjo Núñez
     Ocampo Olivares Orozco Pacheco Palacios Paredes Pedraza Peñaloza Quintero Quiroga Rebolledo Riquelme Robledo Saavedra
     Salcedo Sandoval Sepúlveda Solórzano Tapia Urrutia Valdivia Valenzuela Velasco Villalobos Zambrano Zúñiga`,
    `Agustín Alejandro Andrés Ángel Arturo Benjamín Bruno Camilo Carlos César Cristóbal Damián Daniel Diego Eduardo Emiliano
     Esteban Federico Felipe Fernando Gabriel Gonzalo Hernán Ignacio Iván Javier Joaquín Jorge Julián Leandro Lorenzo Luis
     Manuel Mateo Matías Mauricio Nicolás Pablo Rafael Ramiro Raúl Rodrigo Santiago Sebastián Tomás Vicente`,
    `Adriana Alejandra Alicia Ana_María Andrea Antonella Beatriz Belén Camila Carolina Catalina Claudia Constanza Daniela
     Elena Emilia Esperanza Fernanda Florencia Gabriela Guadalupe Inés Irene Isabel Itziar Jimena Josefina Julieta Laura Lucía
     Macarena Magdalena Marisol Martina Mercedes Milagros Natalia Noelia Paloma Paula Pilar Renata Rocío Sofía Valeria Ximena`,
  ),
  portuguese: nameStock(
    `Abrantes Albuquerque Almeida Amaral Andrade Azevedo Barbosa Bittencourt Brandão Camargo Cardoso Carvalho Cavalcanti
     Coutinho Duarte Esteves Fagundes Figueiredo Fonseca Furtado Gonçalves Guimarães Lacerda Leitão Macedo Magalhães Marinho
     Medeiros Meireles Menezes Monteiro Moraes Nogueira Pacheco Peixoto Pinheiro Queiroz Quintela Rezende Sampaio Siqueira
     Taveira Teixeira Valadares Vasconcelos Vieira`,
    `Afonso Alexandre André António Bernardo Bruno Caio Cauã Danilo Davi Diogo Duarte Eduardo Enzo Fábio Felipe Gustavo
     Henrique Hugo Igor João_Pedro Leonardo Lucas Luís Mateus Miguel Murilo Nuno Otávio Paulo Rafael Rodrigo Rui Thiago Tiago
     Vinícius Vítor`,
    `Aline Amanda Ana_Clara Beatriz Bianca Bruna Camila Carolina Catarina Débora Fernanda Flávia Francisca Gabriela Giovana
     Helena Inês Isadora Joana Juliana Larissa Letícia Lorena Luana Mafalda Mariana Matilde Natália Patrícia Rafaela Raquel
     Sofia Tainá Tatiana Thaís Vitória`,
  ),
  german: nameStock(
    `Achterberg Altmann Bachmeier Baumgartner Bergmann Brandstetter Brückner Buchholz Dietrich Ebersbach Eichinger Falkenberg
     Feldmann Fichtner Freitag Gruber Grünwald Habermann Hartwig Hofstetter Holzer Huber Jäger Kaltenbach Kirchner Klausner
     Krämer Kühn Lechner Lindner Lorenz Moosbrugger Neumann Oberhauser Pfeiffer Rauscher Reinhardt Rietmüller Rosenthal
     Schäfer Schneeberger Schönfeld Schröder Schubert Seidl Sommer Stadler Steinbach Strasser Thalmann Ulrich Vogelsang
     Wagenknecht Weidinger Wiesner Winkler Zehnder Zimmermann Züger`,
    `Andreas Anton Bastian Benedikt Christoph Dominik Elias Emil Fabian Felix Florian Friedrich Georg Gregor Hannes Jakob
     Jannik Johannes Jonas Julian Kilian Konstantin Korbinian Lars Leon Lorenz Ludwig Lukas Markus Matthias Maximilian Moritz
     Niklas Paul Philipp Rafael Raphael Sebastian Simon Stefan Tim Tobias Valentin Vincent`,
    `Alina Anja Anna_Lena Annika Antonia Charlotte Clara Elena Elisabeth Emilia Eva Franziska Frieda Hannah Helena Ines
     Johanna Josefine Judith Julia Katharina Kristina Lara Laura Lea Lena Leonie Lina Linda Luisa Magdalena Maria Marlene
     Mia Miriam Nina Paula Pia Ronja Sabine Sarah Selina Sophia Theresa Verena Viktoria`,
  ),
  dutch: nameStock(
    `van_den_Akker Bakker Beekman van_Berkel Bleeker Boersma Brouwer de_Bruyne Claessens Coenen van_Dalen Dekker Dijkstra
     Drost van_Eck Engelen Feenstra de_Graaf Groothuis van_der_Heijden Hendriks Hoekstra Huisman Jonker Kamphuis Kuiper
     van_Leeuwen Lemmens Luyten Maes Meijer Mertens Nijland van_Oosten Peeters Postma de_Ridder Roelofs Schouten Smeets
     Terpstra van_der_Veen Verbeek Verhoeven Vermeulen Visser de_Vries Wouters Zijlstra`,
    `Arjen Bas Bram Casper Daan Dirk Floris Gijs Hendrik Jasper Jelle Jeroen Jesse Joost Joris Kasper Koen Lars Lennart Luuk
     Maarten Mats Mees Niels Pieter Rik Ruben Sander Sem Sjoerd Stijn Thijs Tijmen Wout Wouter`,
    `Anouk Babette Britt Carlijn Charlotte Eline Elise Emma Esmée Evi Fenna Femke Fleur Hanneke Ilse Iris Jasmijn Jolien
     Julie Lieke Lise Lotte Maaike Marit Marloes Merel Nienke Noor Roos Sanne Silke Sofie Sterre Suzan Tess Yara`,
  ),
  nordic: nameStock(
    `Ahlgren Andreasen Aasen Bergström Bjerke Björklund Blomqvist Brekke Dahlberg Eide Ekström Engberg Fjeldstad Forsberg
     Frandsen Grønlund Haugen Hedlund Hjelm Holmgren Høgh Isaksen Jørgensen Kjær Kristoffersen Lindqvist Lundby Madsen Moen
     Myhre Nordahl Nygaard Nyström Ødegaard Östberg Rasmussen Rønning Sandvik Sjöberg Skovgaard Solheim Strand Sundqvist
     Thorsen Tveit Vestergaard Viklund Wiklund Åkesson`,
    `Albin Anders Aksel Arvid August Axel Birger Casper Christoffer Einar Elias Emil Erik Filip Fredrik Gustav Håkon Halvard
     Henrik Isak Jens Jesper Johan Jonas Kristian Lasse Magnus Marius Mathias Mikkel Nikolaj Odin Oskar Rasmus Sander Sigurd
     Simon Søren Tobias Torbjørn Viktor Viggo`,
    `Agnes Alma Amalie Astrid Cecilie Ebba Elin Elsa Emilie Emma Frida Freja Greta Hedda Helene Henriette Hilde Ida Inga
     Ingrid Johanne Josefin Julie Karin Karoline Kristin Linnea Liv Live Maja Malin Maren Maria Mathilde Moa Nora Oda Ronja
     Saga Sara Signe Silje Sofie Solveig Thea Tilde Tuva Wilma`,
  ),
  icelandic: nameStock(
    `Arnarson Baldvinsson Bjarnason Einarsson Eyjólfsson Guðmundsson Gunnarsson Hallgrímsson Helgason Jóhannsson Kjartansson
     Magnússon Ólafsson Ragnarsson Sigurðsson Stefánsson Sveinsson Þórðarson`,
    'Aron Árni Baldur Birkir Dagur Egill Elías Guðjón Hákon Haukur Ísak Jökull Kári Ólafur Sindri Snorri Stefán Þór',
    'Anna Ásdís Birna Brynja Edda Elín Freyja Guðrún Hildur Hrafnhildur Katla Lilja Ragnheiður Sigríður Sóley Sunna Vala Þóra',
    [[/son$/, 'dóttir']],
  ),
  finnic: nameStock(
    `Aaltonen Ahonen Eskola Hakala Halonen Heikkinen Hirvonen Ilves Jokinen Kallas Kangas Karjalainen Kask Kivelä Koivisto
     Korhonen Kuusk Lahtinen Laine Lehtonen Lepik Manninen Mets Mäkelä Niemi Nurmela Oja Pajari Pärn Rantanen Rebane Saar
     Salonen Savolainen Sepp Tamm Toivonen Vainio Virtala Ylönen`,
    'Aleksi Antti Arttu Eero Eetu Henri Ilmari Janne Joonas Juho Kalle Kaarel Karl Lauri Markus Mikko Niko Olli Otto Paavo Rasmus Sami Siim Taavi Tanel Tuomas Veeti Ville',
    'Aino Anni Anu Eevi Ella Emmi Hanna Heidi Helmi Iida Inka Jenni Kaisa Katri Kerttu Kristi Laura Liisa Maarja Mari Minna Noora Oona Piret Riikka Saara Sanni Tiina Venla Viivi',
  ),
  baltic: nameStock(
    `Adomaitis Balčiūnas Bērziņš Butkus Daukantas Dombrovskis Gailītis Grigas Janonis Jansons Kalniņš Kazlauskas Krūmiņš
     Lācis Liepiņš Mažeika Mickus Narbutas Ozols Pētersons Petrauskas Rimkus Šimkus Stankevičius Tamulis Urbonas Vaitkus
     Vītols Zariņš Žukauskas`,
    'Aivars Artūrs Dainius Dāvis Domantas Edgars Gediminas Ignas Jānis Justinas Kristaps Lukas Mantas Mārtiņš Matas Nojus Raimonds Rihards Rokas Toms Tomas Valdis Vilius',
    'Agnese Aistė Anete Austėja Baiba Dovilė Eglė Elīna Evelīna Gabija Ieva Ilze Kristīne Laima Laura Līga Linda Miglė Monta Rūta Sanita Ugnė Viktorija Vita',
    [
      [/us$/, 'utė'],
      [/is$/, 'ytė'],
      [/as$/, 'aitė'],
      [/iņš$/, 'iņa'],
      [/s$/, 'a'],
    ],
  ),
  polish: nameStock(
    `Adamczyk Bielecki Borkowski Brzeziński Chmielewski Cieślak Dąbrowski Dudek Gajewski Głowacki Górski Jankowski Jasiński
     Kaczmarek Kalinowski Kołodziej Konieczny Kowalczyk Kozłowski Kubiak Kwiatkowski Lis Makowski Mazur Michalak Nawrocki
     Olszewski Ostrowski Pawlak Piekarski Przybylski Rutkowski Sadowski Sikora Sobczak Stępień Szymański Urbański Walczak
     Wieczorek Wróbel Zalewski Zawadzki Żurawski`,
    'Adrian Aleksander Bartosz Dawid Dominik Filip Grzegorz Hubert Jakub Jan Kacper Kamil Karol Konrad Krzysztof Łukasz Maciej Marcin Mateusz Michał Mikołaj Norbert Oskar Patryk Paweł Piotr Rafał Sebastian Szymon Tomasz Wiktor Wojciech',
    'Agata Agnieszka Aleksandra Alicja Anna Barbara Dominika Emilia Ewa Gabriela Hanna Iga Joanna Julia Justyna Kamila Karolina Katarzyna Kinga Magdalena Maja Małgorzata Marta Monika Natalia Oliwia Patrycja Paulina Sylwia Weronika Wiktoria Zuzanna',
    [
      [/ski$/, 'ska'],
      [/cki$/, 'cka'],
      [/dzki$/, 'dzka'],
      [/ny$/, 'na'],
    ],
  ),
  czechoslovak: nameStock(
    `Bartoš Bednář Beneš Blažek Čermák Dostál Doležal Dvorský Fiala Hájek Horák Hruška Hudák Janáček Jelínek Kadlec Kolář
     Konečný Kopecký Kováč Krejčí Kříž Kučera Lukáč Mareš Matějka Moravec Navrátil Novák Pavlík Pokorný Procházka Růžička
     Říha Sedláček Šimek Sládek Štěpánek Svoboda Šťastný Tichý Tomášek Urban Vaněk Vlček Zeman`,
    'Adam Aleš David Daniel Dominik Filip Jakub Jan Jaroslav Jiří Juraj Kryštof Ladislav Lukáš Marek Martin Matěj Matúš Michal Milan Ondřej Patrik Pavel Petr Radek Richard Šimon Štefan Tomáš Vojtěch',
    'Adéla Alena Andrea Aneta Barbora Dominika Eliška Eva Hana Ivana Jana Karolína Kateřina Klára Kristýna Lenka Lucia Lucie Magdaléna Markéta Martina Michaela Monika Nikola Pavla Petra Simona Tereza Veronika Zuzana',
    [
      [/ý$/, 'á'],
      [/í$/, 'í'],
      [/a$/, 'ová'],
      [/ek$/, 'ková'],
      [/ec$/, 'cová'],
      [/eš$/, 'šová'],
      [/([^aáeéíoóuúyý])$/, '$1ová'],
    ],
  ),
  hungarian: nameStock(
    `Antal Balogh Bálint Barta Bodnár Csonka Deák Dobos Erdélyi Farkas Fodor Gulyás Halász Hegedűs Illés Jakab Juhász Katona
     Kerekes Kertész Király Kocsis Lengyel Lukács Major Máté Molnár Orsós Pintér Rácz Sárközi Simon Somogyi Szabó Szalai
     Székely Takács Vadász Váradi Veres Vörös Zsigmond`,
    'Ádám András Attila Balázs Barnabás Bence Botond Csaba Dániel Dávid Dominik Endre Ferenc Gábor Gergő István Kornél Kristóf László Levente Márton Máté Milán Nándor Norbert Péter Roland Tamás Viktor Zoltán Zsombor',
    'Anita Anna Boglárka Borbála Dóra Dorottya Edina Emese Enikő Eszter Fanni Flóra Hanna Ildikó Ivett Johanna Judit Katalin Kinga Kitti Lilla Luca Nikolett Nóra Orsolya Petra Réka Szilvia Tímea Tünde Viktória Zsófia',
  ),
  romanian: nameStock(
    `Albu Ardelean Bălan Barbu Bogdan Bratu Călinescu Chiriac Ciobanu Cojocaru Constantinescu Cozma Crăciun Dănilă Dragomir
     Dumitrescu Enache Filip Florea Gheorghiu Grigore Iliescu Ionașcu Lazăr Lupu Marinescu Mocanu Moldovan Munteanu Neagu
     Nistor Oprea Păun Petrescu Rotaru Rusu Sandu Stanciu Șerban Tănase Toma Ungureanu Văduva Vlad`,
    'Adrian Alexandru Andrei Bogdan Ciprian Constantin Cosmin Cristian Dan Dragoș Eduard Eugen Gabriel George Horia Ilie Ionuț Iulian Laurențiu Lucian Marian Mihai Nicolae Ovidiu Răzvan Sorin Ștefan Tudor Valentin Victor Vlad',
    'Adelina Alexandra Alina Ana Andreea Bianca Carmen Cătălina Corina Cristina Daniela Denisa Diana Elena Gabriela Georgiana Ioana Irina Laura Lavinia Loredana Mădălina Maria Mihaela Mirela Monica Oana Raluca Roxana Simona Ștefania Teodora',
  ),
  balkan: nameStock(
    `Anđelković Babić Bašić Blažević Bogdanović Božić Čolić Ćosić Dragić Đorđević Đurić Filipović Grgić Hadžić Horvat Ilić
     Ivančić Janković Jerković Jurić Knežević Kolarić Kos Kovačević Kralj Krajnc Lazić Lovrić Lukić Mandić Marinković
     Matić Mlakar Nikolić Novosel Pavlović Perić Petrović Popović Radić Ristić Savić Šarić Simić Stanković Tadić
     Tomić Vidić Vuković Živković Zupan`,
    'Aleksandar Ante Bojan Boris Branko Damir Danilo Dario Dejan Dragan Dušan Filip Goran Igor Ivan Josip Jure Kristijan Luka Marin Marko Mateo Matija Mihajlo Milan Miloš Mirko Nemanja Nikola Petar Roko Saša Stefan Tomislav Uroš Vedran Vladimir Zoran Žiga',
    'Aleksandra Ana Andrijana Anja Bojana Branka Danijela Dragana Dunja Dušica Eva Iva Ivana Jana Jasmina Jelena Jovana Katarina Kristina Lana Lara Lea Lucija Maja Marija Marina Marta Milica Mirjana Nataša Nevena Nina Petra Sanja Sara Snežana Tamara Tanja Teodora Tijana Vesna',
  ),
  bulgarian: nameStock(
    `Angelov Atanasov Bozhilov Chakarov Damyanov Dimov Dobrev Filipov Ganchev Genov Hadzhiev Ilchev Iliev Kalchev Kirilov
     Kolev Kostov Krastev Lazarov Manolov Marinov Mihaylov Mitev Naydenov Nedelchev Pavlov Penev Petkov Radev Rusev Savov
     Simeonov Spasov Stamenov Todorov Tsonev Valchev Yankov Zahariev Zlatev Trajkov Stojanov`,
    'Aleksandar Angel Asen Boris Bozhidar Daniel Dimitar Emil Georgi Hristo Ivaylo Kaloyan Kiril Krasimir Lyubomir Martin Nikolay Ognyan Petar Plamen Radoslav Rumen Stanislav Stefan Stoyan Svetlin Todor Vasil Ventsislav Yordan',
    'Aleksandra Anelia Boryana Desislava Diana Elitsa Gabriela Gergana Hristina Iliana Iva Ivelina Kalina Kristina Lilyana Mariya Milena Mirela Nadezhda Nikoleta Petya Polina Radostina Ralitsa Silvia Stanislava Stefani Tsvetelina Vanya Yoana',
    slavicFeminine,
  ),
  eastSlavic: nameStock(
    `Abramov Afanasyev Andreyev Anisimov Baranov Belyaev Bobrov Bondarenko Bortnik Chernov Danylenko Denisenko Doroshenko
     Fomin Frolov Gavrilyuk Gerasimov Golubev Gritsenko Hrytsenko Ivashchenko Karpov Kharchenko Kirillov Klimov Kolesnik
     Komarov Korolyov Kovalenko Kravets Kuzmin Lavrinenko Lebedev Lysenko Makarov Maslov Matveyev Melnyk Mironov Nazarenko
     Nikitin Orlov Osipov Panchenko Petrenko Polyakov Rudenko Savchenko Semenyuk Shevchuk Sidorenko Sorokin Tarasyuk
     Tkachenko Ustinov Vlasov Voronin Yakovlev Yermolenko Zaytsev Zhukovsky`,
    'Aleksandr Aleksey Andriy Anton Artem Bohdan Danylo Denis Dmitri Dmytro Fyodor Gleb Hryhoriy Ihor Ilya Ivan Kirill Konstantin Maksym Maxim Mikhail Mykola Nikita Oleg Oleksiy Pavel Roman Ruslan Semyon Sergey Stepan Taras Timur Vadym Vasyl Vitaliy Vladislav Yaroslav Yegor Yuriy',
    'Alina Alla Alona Anastasia Anna Daria Ekaterina Elena Elizaveta Galina Hanna Inna Iryna Karina Khrystyna Kira Kseniya Larysa Lyudmila Margarita Marharyta Maria Marina Nadiya Natalia Nina Oksana Oleksandra Olena Olga Polina Sofiya Svetlana Tatiana Tetiana Ulyana Valeria Varvara Viktoriya Yana Yelyzaveta Yuliya',
    slavicFeminine,
  ),
  italian: nameStock(
    `Abruzzese Amoroso Baldini Barbieri Bellandi Benedetti Bertolini Bianchetti Bonfanti Brambilla Calabrese Cantoni Caruso
     Castellani Cattaneo Cavallaro Colombini Conti Corradini De_Angelis Di_Stefano Donati Esposito Fabbri Farina Ferrante
     Fontana Galli Gentile Giordano Grassi Guerra Leone Lombardi Longo Mancini Marchetti Martinelli Mazza Montanari Morandi
     Orlandini Palumbo Pellegrini Piras Ricci Rinaldi Romano Salvati Santoro Serra Sorrentino Testa Valentini Vitale Zanetti`,
    'Alessandro Alessio Andrea Angelo Antonio Claudio Cristian Dario Davide Diego Edoardo Emanuele Enrico Fabio Federico Filippo Francesco Gabriele Giacomo Gianluca Giorgio Giovanni Giulio Jacopo Lorenzo Luca Manuel Marco Matteo Mattia Michele Nicolò Paolo Pietro Riccardo Roberto Salvatore Simone Stefano Tommaso Vincenzo',
    'Alessandra Alessia Alice Ambra Angelica Anna Arianna Asia Aurora Beatrice Benedetta Bianca Camilla Carlotta Caterina Chiara Claudia Elena Elisa Emma Federica Francesca Gaia Ginevra Giorgia Giulia Greta Ilaria Irene Lucia Ludovica Margherita Marta Martina Matilde Noemi Rachele Rebecca Roberta Sara Serena Silvia Sofia Valentina Veronica Viola',
  ),
  greek: nameStock(
    `Alexiou Anagnostopoulos Andreadis Angelopoulos Antonakis Argyros Christodoulou Dimitriadis Economou Fotiadis Galanis
     Georgallas Hatzis Ioannidis Kalogeras Karamanos Kaskarelis Katsaros Konstantinidis Kyriakou Lambropoulos Loizou Manolakis
     Markopoulos Mavros Michailidis Neophytou Nikolaidis Panagiotou Papadakis Papanikolaou Pavlidis Petridis Sarantis
     Spanoudis Stavrou Theodorakis Tsakiris Vasilakis Xenakis Zafeiris`,
    'Alexandros Anastasios Andreas Antonis Apostolos Aris Charalampos Christos Dimitrios Emmanouil Evangelos Fotis Georgios Giannis Ilias Iosif Konstantinos Kyriakos Lefteris Marios Michail Nikolaos Odysseas Panagiotis Pavlos Petros Stavros Stelios Theodoros Vasilis',
    'Alexandra Anastasia Angeliki Anna Antigoni Aspasia Athina Chrysanthi Danai Despina Dimitra Eirini Eleftheria Eleni Evangelia Fotini Georgia Ioanna Kalliopi Katerina Konstantina Lydia Magdalini Maria Marina Nefeli Nikoletta Olga Panagiota Sofia Stavroula Theodora Vasiliki Zoi',
    [
      [/poulos$/, 'poulou'],
      [/os$/, 'ou'],
      [/as$/, 'a'],
      [/is$/, 'i'],
    ],
  ),
  albanian: nameStock(
    'Ahmeti Bajrami Berisha Bytyqi Çela Dervishi Elezi Fazliu Gashi Gjoka Haxhiu Hoti Hysaj Islami Kola Krasniqi Leka Marku Muçaj Ndreu Osmani Prifti Rama Rexhepi Selimi Shala Shehu Toska Vata Zeqiri',
    'Agim Altin Arben Ardit Bekim Besnik Dardan Driton Edon Elton Endrit Fatmir Florent Gent Ilir Klajdi Kreshnik Leart Lorik Luan Rinor Valon',
    'Adelina Albana Anisa Arbnora Arta Besa Blerta Dafina Elira Era Flaka Gresa Jonida Klea Laureta Loriana Majlinda Mirela Teuta Valbona Vesa Zana',
  ),
} as const;
