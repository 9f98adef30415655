import { nameStock } from './nameStock.ts';

export const africa = {
  maghreb: nameStock(
    'Amrani Azzouzi Belhadj Belkacem Ben_Ali Ben_Youssef Benchaabane Bennani Berrada Bouazza Boukhari Boumediene Bouzid Chaoui Cherif Daoudi El_Amrani El_Fassi El_Idrissi El_Mansouri Ferhat Gharbi Haddad Hamdaoui Jaziri Kaddour Khelifi Lahlou Mabrouk Mekki Mebarki Messaoudi Naciri Ouahbi Rahmouni Saidi Slimani Tazi Trabelsi Zeroual Zidani',
    'Abdelhak Abdelkader Adil Amine Anis Ayoub Aziz Badr Bilal Chakib Fouad Habib Hakim Hamza Hatem Hicham Ilyas Imad Jamal Kamel Lotfi Mehdi Mohcine Mounir Nabil Nizar Oussama Rachid Reda Riad Salah Samir Sofiane Taha Tarik Wassim Yacine Youcef Zakaria',
    'Amel Amina Asma Assia Boutheina Chaimae Dounia Fadwa Fatima-Zahra Ferdaous Ghizlane Hafida Hajar Hanane Houda Ikram Imane Kaouthar Karima Khadija Lamia Latifa Malika Meryem Nabila Nadia Naima Najat Narjess Rania Rim Sabrina Salima Samia Sanae Siham Soukaina Wafa Wiam Yousra',
  ),
  ethiopian: nameStock(
    'Abate Abebe Adane Alemu Amare Asfaw Ayele Bekele Belay Berhe Dagne Debebe Demissie Desta Ejigu Fekadu Gebre Gebremariam Gebreselama Getachew Girma Haile Hailu Kebede Kidane Lemma Mamo Mekonnen Mengistu Mulugeta Negash Regassa Shiferaw Tadesse Tafere Tesfaye Tilahun Tolossa Wolde Worku Yimer Zewdu',
    'Abdi Abel Addisu Amanuel Andualem Aregawi Asrat Berihu Biniam Birhanu Dawit Dereje Ermias Eyob Filmon Getaneh Gudeta Habtamu Hagos Kaleb Lamecha Merhawi Milkesa Mulu Natnael Samson Selemon Sisay Tadese Tamirat Teklay Telahun Tsegaye Yared Yonas Yihune',
    'Abeba Almaz Aster Axumawit Birtukan Bosena Buze Eden Ejgayehu Freweyni Gelete Genet Hana Hirut Hiwot Kalkidan Lemlem Letesenbet Medina Mekides Meseret Mulunesh Rahel Saba Selam Senbere Sichala Tigist Tirunesh Tsehay Weini Worknesh Yalemzerf Zerfie',
  ),
  kenyan: nameStock(
    'Barasa Bett Birech Biwott Chelimo Chemutai Chepkwony Cheptegei Chirchir Jepkosgei Kamau Kandie Kariuki Keitany Kemboi Kibet Kibiwott Kigen Kimaiyo Kimeli Kiplagat Kiprono Kiptanui Kirui Kogo Korir Koros Kosgei Langat Lelei Limo Maiyo Makau Mburu Mutai Mwangi Ndungu Ngetich Njoroge Nyambura Ochieng Odhiambo Omondi Otieno Rono Rotich Ruto Sang Tanui Too Wanjiru Yego',
    'Abel Amos Benson Bernard Brian Charles Collins Cornelius Cyrus Daniel Dennis Edwin Elijah Emmanuel Enoch Ferdinand Festus Gideon Hillary Isaac Jackson Jacob Joel Jonathan Josphat Kennedy Leonard Levi Mathew Moses Nicholas Philemon Reuben Rodgers Ronald Samson Silas Simon Stanley Timothy Titus Vincent Wesley Wilfred',
    'Agnes Alice Angela Beatrice Brigid Caroline Catherine Celliphine Cynthia Dorcas Edith Emily Eunice Evaline Faith Fancy Florence Gladys Gloria Hellen Irene Jackline Janeth Joan Joyce Judith Lilian Loice Lucy Margaret Mary Mercy Naomi Nelly Pauline Priscah Purity Rosefline Ruth Sharon Stacy Susan Vivian Winfridah',
  ),
  somaliSudanese: nameStock(
    'Abdi Abdillahi Abdirahman Adan Ahmed Ali Aden Bakheet Deng Duale Egal Elmi Farah Garang Guled Hassan Hersi Hussein Ibrahim Idris Isse Jama Kuol Lual Mohamud Muse Nour Osman Robleh Waberi Warsame Yusuf',
    'Abdinasir Abdullahi Abubaker Ayanleh Bashir Deng Faarax Garang Hassan Idriss Ismail Jamal Mahad Mohamed Moumin Mustafa Nasir Omar Saleh Santino Siraj Yasin',
    'Amina Asha Ayaan Fadumo Halimo Hamdi Hodan Ifrah Khadra Ladan Maryan Nadifa Nyandeng Ramla Sahra Samira Souhra Yasmin Zahra',
  ),
  westAfricanEnglish: nameStock(
    `Abiodun Acheampong Adebayo Adekunle Adeleke Afolabi Agyeman Akinola Amoah Ampofo Ansah Asante Boateng Bockarie Chukwu
     Conteh Danso Darko Ekwueme Eze Frimpong Ibeh Iheanacho Johnson Kamara Koroma Kwarteng Lawal Mensah Nnamdi Nwachukwu
     Obi Odunsi Ofori Ogunleye Ojo Okafor Okechukwu Okonkwo Okoro Olaniyan Oluwole Onyeka Opoku Oppong Osei Owusu Quaye
     Sarpong Sesay Tetteh Toe Udoh Uzor Weah Yeboah`,
    'Abdul-Rasheed Adewale Alhaji Ayodele Babatunde Benjamin Chidi Chinedu Chukwuebuka Daniel Divine Ebenezer Edose Emeka Emmanuel Enoch Favour Femi Godson Ibrahim Ikenna Isaac Joseph Kelechi Kofi Kwabena Kwadwo Kwame Kwesi Musa Obinna Oluwaseun Patrick Samuel Seyi Sunday Temitope Tunde Uche Usheoritse Yaw',
    'Abena Adaeze Adwoa Afia Akosua Ama Amarachi Blessing Bukola Chiamaka Chidinma Chioma Comfort Deborah Ebele Efua Ese Esther Ezinne Favour Folasade Funke Gifty Grace Ifeoma Janet Joy Kemi Mary Ngozi Nkechi Patience Peace Rashidat Rosemary Ruth Tobi Uzoma Yetunde Zainab',
  ),
  westAfricanFrench: nameStock(
    `Adjovi Aka Assogba Ba Bamba Barry Camara Cissé Coulibaly Dembélé Diabaté Diagne Diakité Diallo Diarra Diatta Diop Diouf
     Djibril Dossou Doumbia Fall Faye Fofana Gbedji Gnahoré Guèye Houngbédji Kaboré Kanté Keita Koffi Konaté Kouadio Kouamé
     Kouyaté Mbaye Mendy N'Diaye N'Dour N'Guessan Ouattara Ouédraogo Sagna Sané Sanogo Sarr Sawadogo Sidibé Sow Sylla Tapsoba
     Thiam Touré Traoré Yao Zongo`,
    'Abdoulaye Adama Alassane Aliou Amadou Arthur Bakary Boubacar Cheick Cheikh Daouda Demba Franck Hervé Hugues Ibrahima Idrissa Issa Jean-Luc Karamoko Kouassi Lamine Mamadou Mbagnick Modou Moussa Oumar Ousmane Pape Salif Saliou Sékou Seydou Souleymane Thierno Yacouba Youssouf',
    'Adjoua Aïcha Aïssata Aminata Awa Bintou Coumba Djeneba Fanta Fatou Fatoumata Fily Habibatou Hadja Jeannette Kadiatou Kadidia Khady Maïmouna Mariam Mariama Marie-Josée Maty Minata Mouna Murielle Ndeye Nafissatou Ndèye Odile Oumou Penda Ramata Rokia Salimata Sira Sokhna Tening Yacine',
  ),
  centralAfrican: nameStock(
    'Abega Atangana Ayissi Bakala Bilongo Biyogo Ebanda Ekambi Elanga Engonga Essomba Etoundi Ilunga Kabeya Kabongo Kalala Kasongo Kazadi Loemba Lubaki Mabiala Makosso Malonga Manirakiza Mavoungou Mbarga Mbemba Mbuyi Mukendi Mulumba Musonda Mwamba Ndayishimiye Ndong Ngalula Ngoma Nguema Nkoulou Nkurunziza Nsengiyumva Obame Obiang Ondoa Onana Tchatchoua Tshibanda Uwimana',
    'Aimé Alain Amour Arsène Boniface Célestin Chancel Christian Claude Dieudonné Emmanuel Éric Fabrice Fiston Gaston Gédéon Guy-Elphège Hermann Innocent Jean-Bosco Jean-Claude Joël Landry Merveil Olivier Pacifique Parfait Patient Prince Rodrigue Serge Théodore Thierry Valentin Yves',
    'Agathe Ange Béatrice Brigitte Chantal Clarisse Clémentine Divine Élodie Espérance Estelle Francine Gisèle Grâce Henriette Honorine Immaculée Jeanne Joséphine Laure Léontine Merveille Mireille Nadège Natacha Prisca Richelle Rosine Ruth Sandrine Solange Sylvie Thérèse Yvette',
  ),
  southernAfrican: nameStock(
    `Banda Botha Chanda Chikwanda Chirwa Dlamini Dube Fourie Gumbo Hamutenya Joubert Kruger Kuaho Kunene Langa Lungu Mabaso
     Mabuza Mahlangu Makgala Makhubo Maphosa Marais Mashaba Masilela Mhlanga Mkhize Mofokeng Mogotsi Mokoena Molefe Moyo
     Mthembu Mulenga Mumba Naidoo Ncube Ndlovu Nel Ngcobo Ngwenya Nkosi Phiri Pretorius Radebe Sibanda Sithole Steyn Tembo
     Theron Tshabalala van_der_Merwe van_Wyk Venter Zulu Zwane`,
    'Akani Bayapo Benedict Bongani Christiaan Clarence Collen Craig Francois Gabriel Gift Henricho Isaac Johan Kabelo Kagiso Kgosi Lebo Leungo Letsile Lythe Mandla Muzala Ntuthuko Pieter Precious Rivaldo Ruan Sibusiso Sipho Stephen Tapiwanashe Tebogo Tendai Thabiso Thabo Themba Thulani Tumelo Werner Wian Zakhele',
    'Amantle Anelisa Annerie Ashley Boitumelo Caitlyn Chenai Dominique Elana Galefele Gontse Helené Janie Jo-Ane Khanyisile Lebogang Lerato Marione Miranda Mmapula Naledi Nomsa Nomvula Nonhlanhla Oarabile Palesa Prudence Rethabile Rutendo Sinoxolo Tatjana Thandiwe Tsaone Tsitsi Yolandi Zandile Zenéy',
  ),
  ugandanTanzanian: nameStock(
    'Achan Akello Atim Ayeko Bahati Busienei Chemonges Chesang Geay Juma Kasozi Kato Kiplimo Kissa Kisanga Kiyonga Lubega Lyimo Magesa Masai Massawe Mbwambo Mkami Mugisha Mukasa Mushi Musoke Mwakyusa Mwita Nabirye Nakamya Nakato Namara Nanyondo Nyakisi Ochen Odongo Okello Okot Opio Ssemakula Sserwadda Wamala',
    'Abraham Alphonce Andrew Baraka Charles David Emmanuel Fredrick Gabriel Godfrey Hassan Isaac Jacob Joash Josephat Juma Kassim Leonard Martin Musa Oscar Philip Robert Ronald Saidi Samuel Stephen Tonny Victor Yusuf',
    'Annet Asha Belinda Catherine Christine Esther Fatuma Gloria Halimah Immaculate Jacinta Janat Joy Kirabo Linet Loice Mwanaisha Neema Peruth Prisca Rehema Sarah Stella Tunu Winnie Zainabu',
  ),
  lusophoneAfrican: nameStock(
    'Afonso Bango Cabral Cardoso Chissano Cossa Cumbe Dias Dombolo Évora Gomes Kiala Lopes Macuácua Machava Manuel Mabunda Mondlane Moniz Mussa Neto Nhantumbo Pascoal Quissanga Sambo Semedo Sitoe Tavares Tembe Varela Zefanias',
    'Adilson Alberto Amarildo Américo Belarmino Carlos Creve Edmilson Edson Flávio Gerson Hélder Ivanildo Jailson Joaquim Leonel Nélson Osvaldo Paulo Reginaldo Ruben Silvino Wilson',
    'Albertina Aldina Ana Cristina Deolinda Eulália Eunice Filomena Glória Helena Isabel Leizy Lurdes Maria Márcia Natércia Neide Odete Rosa Sandrine Teresa Wuta',
  ),
  malagasy: nameStock(
    'Andriamasy Andrianarivo Raharison Rajaonarison Rakotobe Rakotomalala Ramanantsoa Ramaroson Randriamihaja Ranaivo Rasoanaivo Ratsimbazafy Ravelomanana Razafindrakoto Razanakolona',
    'Faniry Fenosoa Hery Jao Lova Mahefa Mamy Mihaja Ny_Aina Rija Solofo Tahina Tojo Tolotra',
    'Avotra Fitia Fy Haingo Lalaina Malala Mirana Miora Nantenaina Rina Rosina Sarindra Tiana Voahangy',
  ),
} as const;
